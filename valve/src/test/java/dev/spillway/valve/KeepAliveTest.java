/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether the connection stays open (RFC 9112 section 9.3), and what is said about it. */
class KeepAliveTest {
    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, , , true",
        "HTTP/1.1, keep-alive, , true",
        "HTTP/1.1, close, , false",
        "HTTP/1.1, Close, , false",
        "HTTP/1.1, 'keep-alive, close', , false",
        "HTTP/1.1, 'TE ,close ', , false",
        "HTTP/1.1, closed, , true",
        "HTTP/1.1, , close, false",
        "HTTP/1.1, , 'x, CLOSE', false",
        "HTTP/1.0, , , false",
        "HTTP/1.0, keep-alive, , true",
        "HTTP/1.0, Keep-Alive, , true",
        "HTTP/1.0, keep-alive, close, false",
        "HTTP/1.0, close, , false",
    })
    void bothSidesHaveToAgree(String protocol, String ofRequest, String ofResponse, boolean isWanted) {
        Exchange exchange = exchange(protocol, ofRequest, ofResponse);
        assertThat(KeepAlive.of(exchange.request(), exchange.response()).isWanted())
                .isEqualTo(isWanted);
    }

    private static Exchange exchange(String protocol, String ofRequest, String ofResponse) {
        Exchange exchange = Exchange.get().withProtocol(protocol);
        if (ofRequest != null) {
            exchange.with("Connection", ofRequest);
        }
        if (ofResponse != null) {
            exchange.answering("Connection", ofResponse);
        }
        return exchange;
    }

    @Test
    void aFieldOfItsOwnLineCountsToo() {
        Exchange exchange = Exchange.get().with("Connection", "TE").with("Connection", "close");
        assertThat(KeepAlive.of(exchange.request(), exchange.response()).isWanted())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, , close, false",
        "HTTP/1.1, close, , true",
        "HTTP/1.1, keep-alive, , false",
        "HTTP/1.0, , , true",
        "HTTP/1.0, keep-alive, , false",
        "HTTP/1.0, 'keep-alive, close', , true",
    })
    void onlyTheClientSaysThatItsRequestIsTheLast(
            String protocol, String ofRequest, String ofResponse, boolean isLastRequest) {
        Exchange exchange = exchange(protocol, ofRequest, ofResponse);
        assertThat(KeepAlive.of(exchange.request(), exchange.response()).isLastRequest())
                .isEqualTo(isLastRequest);
    }

    @Test
    void anOldClientThatAsksIsToldThatItStaysOpen() {
        Exchange exchange = Exchange.get().withProtocol("HTTP/1.0").with("Connection", "keep-alive");
        KeepAlive keepAlive = KeepAlive.of(exchange.request(), exchange.response());
        assertThat(head(keepAlive, true)).contains("\r\nConnection: keep-alive\r\n");
        assertThat(head(keepAlive, false)).contains("\r\nConnection: close\r\n").doesNotContain("eep-");
    }

    @Test
    void aNewClientThatDoesNotAskIsToldNothing() {
        Exchange exchange = Exchange.get();
        KeepAlive keepAlive = KeepAlive.of(exchange.request(), exchange.response());
        assertThat(head(keepAlive, true)).isEqualTo("HTTP/1.1 200 \r\n\r\n");
        assertThat(head(keepAlive, false)).isEqualTo("HTTP/1.1 200 \r\nConnection: close\r\n\r\n");
    }

    @Test
    void aClientThatAsksIsToldTheTimeoutOfTheConnector() {
        Exchange exchange = Exchange.get().with("Connection", "keep-alive");
        assertThat(exchange.connector().setProperty("keepAliveTimeout", "15000"))
                .isTrue();
        KeepAlive keepAlive = KeepAlive.of(exchange.request(), exchange.response());
        assertThat(head(keepAlive, true))
                .contains("\r\nConnection: keep-alive\r\n")
                .contains("\r\nKeep-Alive: timeout=15\r\n");
    }

    private static String head(KeepAlive keepAlive, boolean staysOpen) {
        ResponseHead head = new ResponseHead(200);
        keepAlive.addTo(head, staysOpen);
        return new String(head.toBytes(), StandardCharsets.ISO_8859_1);
    }
}
