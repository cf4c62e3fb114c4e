/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A SOCKS 5 proxy with passwords that leads every connection to one port of the loopback. */
public final class SocksServer extends Relay {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final int target;

    public SocksServer(int target) throws IOException {
        this.target = target;
    }

    /** What was asked for, as {@code HOST:PORT for USER:PASSWORD}. */
    public List<String> asked() {
        return asked;
    }

    @Override
    void serve(Socket client) throws IOException {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.readUnsignedByte();
            in.readNBytes(in.readUnsignedByte());
            client.getOutputStream().write(new byte[] {5, 2});
            in.readUnsignedByte();
            String login = text(in) + ":" + text(in);
            client.getOutputStream().write(new byte[] {1, 0});
            in.readNBytes(4);
            asked.add(text(in) + ":" + in.readUnsignedShort() + " for " + login);
            client.getOutputStream().write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
            tunnel(client, in, server);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }
}
