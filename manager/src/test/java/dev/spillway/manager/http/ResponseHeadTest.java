/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manager writes the head (SYSTEMS.md A8), and nothing that comes from outside can write a second one into it. */
class ResponseHeadTest {
    @Test
    void writesStatusLineFieldsInTheirOrderAndTheEmptyLine() {
        byte[] head = new ResponseHead(206)
                .field("Content-Range", "bytes 0-9/10")
                .field("Set-Cookie", "a=1")
                .field("Set-Cookie", "b=2")
                .field("Content-Length", "10")
                .toBytes();
        assertThat(ascii(head)).isEqualTo(crlf("""
                HTTP/1.1 206\s
                Content-Range: bytes 0-9/10
                Set-Cookie: a=1
                Set-Cookie: b=2
                Content-Length: 10

                """));
    }

    @Test
    void aHeadWithoutFieldsIsOneToo() {
        assertThat(ascii(new ResponseHead(200).toBytes())).isEqualTo("HTTP/1.1 200 \r\n\r\n");
    }

    @Test
    void anEmptyValueIsAllowed() {
        assertThat(ascii(new ResponseHead(200).field("X-Empty", "").toBytes()))
                .isEqualTo("HTTP/1.1 200 \r\nX-Empty: \r\n\r\n");
    }

    @Test
    void theUpperHalfOfIso88591GoesOutAsOneByteEach() {
        byte[] head = new ResponseHead(200).field("X", "\u00e9\u00ff\t\u0080").toBytes();
        byte[] line = "X: .\u00ff..\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        line[3] = (byte) 0xe9;
        line[5] = '\t';
        line[6] = (byte) 0x80;
        assertThat(head).endsWith(line);
    }

    @Test
    void bytesAreTakenAtTheTimeOfTheCall() {
        ResponseHead head = new ResponseHead(200);
        byte[] early = head.toBytes();
        head.field("Later", "1");
        assertThat(ascii(early)).isEqualTo("HTTP/1.1 200 \r\n\r\n");
        assertThat(ascii(head.toBytes())).isEqualTo("HTTP/1.1 200 \r\nLater: 1\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -200, 0, 99, 1000, Integer.MAX_VALUE})
    void refusesAStatusThatIsNotOfThreeDigits(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResponseHead(status))
                .withMessageContaining("status=" + status + " ")
                .withMessageContaining("100 to 999");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 999})
    void takesAStatusOfThreeDigits(int status) {
        assertThat(ascii(new ResponseHead(status).toBytes())).startsWith("HTTP/1.1 " + status + " \r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A B", "A:", "A\r\nB", "A\tB", "\u00e9", "A\u0000", "(A)", "A/B", " A", "A "})
    void refusesANameThatIsNoToken(String name) {
        ResponseHead head = new ResponseHead(200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> head.field(name, "v"))
                .withMessageContaining("[" + name + "]")
                .withMessageContaining("token");
        assertThat(ascii(head.toBytes())).isEqualTo("HTTP/1.1 200 \r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({"0x00", "0x01", "0x08", "0x0A", "0x0B", "0x0D", "0x1F", "0x7F", "0x0100", "0x010A", "0x0D0A", "0xD83D"})
    void refusesAValueThatCouldEndTheLineOrCantBeWritten(String code) {
        String value = "a" + (char) (int) Integer.decode(code) + "b";
        ResponseHead head = new ResponseHead(200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> head.field("X-Name", value))
                .withMessageContaining("[X-Name]")
                .withMessageContaining("no control character");
        assertThat(ascii(head.toBytes())).isEqualTo("HTTP/1.1 200 \r\n\r\n");
    }

    private static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    private static String ascii(byte[] head) {
        return new String(head, StandardCharsets.US_ASCII);
    }
}
