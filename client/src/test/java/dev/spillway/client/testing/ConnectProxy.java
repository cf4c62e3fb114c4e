/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that knows the CONNECT method alone, and leads every connection to one port of the loopback. */
public final class ConnectProxy extends Relay {
    private final List<List<String>> asked = new CopyOnWriteArrayList<>();
    private final int target;
    private final String answer;

    /**
     * @param answer status and reason; the way is open if it is {@code 200}
     */
    public ConnectProxy(int target, String answer) throws IOException {
        this.target = target;
        this.answer = answer;
    }

    /** The lines of every request. */
    public List<List<String>> asked() {
        return asked;
    }

    @Override
    void serve(Socket client) throws IOException {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            List<String> lines = new ArrayList<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                lines.add(line);
            }
            asked.add(lines);
            client.getOutputStream().write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            if (answer.startsWith("200")) {
                tunnel(client, in, server);
            }
        }
    }

    /** Byte by byte: what follows the head belongs to the server. */
    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (char next = (char) in.readUnsignedByte(); next != '\n'; next = (char) in.readUnsignedByte()) {
            line.append(next);
        }
        return line.toString().strip();
    }
}
