/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseHeadTest {
    @Test
    void takesTheHeadAndLeavesTheBody() throws Exception {
        ByteBuffer received = bytes("HTTP/1.1 200 OK\r\ncontent-length: 5\r\nConnection: close\r\n\r\nabc");
        assertThat(ResponseHead.take(received)).isEqualTo(new ResponseHead(200, 5, true));
        assertThat(received.remaining()).isEqualTo(3);
    }

    @Test
    void waitsForTheRest() throws Exception {
        ByteBuffer received = bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r");
        assertThat(ResponseHead.take(received)).isNull();
        assertThat(received.position()).isZero();
    }

    @Test
    void refusesWhatIsNoHead() {
        assertThatThrownBy(() -> ResponseHead.take(bytes("garbage\r\n\r\n"))).isInstanceOf(IOException.class);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
