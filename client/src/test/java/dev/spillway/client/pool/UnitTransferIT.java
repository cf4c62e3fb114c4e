/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.dial.ProxyRules;
import dev.spillway.client.dial.SocketDialer;
import dev.spillway.client.dial.TlsSettings;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.Exchange;
import dev.spillway.client.testing.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** C3: units over several sockets and servers, put together in order, with the pool alone. */
class UnitTransferIT {
    private static final int UNIT_BYTES = 1_000;
    private static final int UNITS = 200;

    @Test
    void unitsComeTogetherInOrderOverSeveralServersAndFailures() throws Exception {
        byte[] content = Bytes.random(UNIT_BYTES * UNITS, 3);
        try (ScriptedServer one = new ScriptedServer(content, UnitTransferIT::sometimesReset);
                ScriptedServer two = ScriptedServer.honest(content);
                SocketPool pool = new SocketPool(
                        new SocketDialer(ProxyRules.NONE, TlsSettings.system()),
                        PoolLimits.DEFAULT,
                        Assignment.roundRobin())) {
            List<Endpoint> servers =
                    List.of(new Endpoint("localhost", one.port(), false), new Endpoint("localhost", two.port(), false));
            List<UnitTransfer.Unit<byte[]>> units = new ArrayList<>();
            for (int i = 0; i < UNITS; i++) {
                int first = i * UNIT_BYTES;
                units.add((server, connection) -> fetch(connection, first));
            }
            ByteArrayOutputStream together = new ByteArrayOutputStream();
            for (byte[] unit : new UnitTransfer(pool, 6, 10, Duration.ofSeconds(10)).inOrder(servers, units)) {
                together.writeBytes(unit);
            }
            assertThat(together.toByteArray()).isEqualTo(content);
            assertThat(pool.stats().leased()).isZero();
            assertThat(pool.stats().reused()).isGreaterThan(UNITS / 2);
        }
    }

    private static void sometimesReset(Exchange exchange) throws IOException {
        if (exchange.number() % 10 == 9) {
            exchange.reset();
        } else {
            exchange.answerProperly();
        }
    }

    private static byte[] fetch(Connection connection, int first) throws IOException {
        String request = "GET /f HTTP/1.1\r\nHost: localhost\r\nRange: bytes=" + first + "-" + (first + UNIT_BYTES - 1)
                + "\r\n\r\n";
        connection.output().write(request.getBytes(StandardCharsets.US_ASCII));
        connection.output().flush();
        InputStream in = connection.input();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            head.append((char) next);
        }
        byte[] unit = in.readNBytes(UNIT_BYTES);
        if (unit.length < UNIT_BYTES) {
            throw new IOException("the server sent too little");
        }
        return unit;
    }
}
