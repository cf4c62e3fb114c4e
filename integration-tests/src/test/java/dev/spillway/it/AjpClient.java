/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks for one path as a web server in front of Tomcat does, in the AJP 1.3 protocol. */
final class AjpClient {
    private static final int FORWARD_REQUEST = 2;
    private static final int METHOD_GET = 2;
    private static final int HEADER_HOST = 0xA00B;
    private static final int END_OF_ATTRIBUTES = 0xFF;
    private static final int SEND_BODY_CHUNK = 3;
    private static final int SEND_HEADERS = 4;
    private static final int END_RESPONSE = 5;
    private static final int DEADLINE_MILLIS = 60_000;

    private AjpClient() {}

    /** The body of the answer; fails unless its status is 200. */
    static byte[] get(String address, int port, String path) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.connect(new InetSocketAddress(address, port), DEADLINE_MILLIS);
            socket.getOutputStream().write(packet(request(path)));
            return readBody(new DataInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] request(String path) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(FORWARD_REQUEST);
        out.writeByte(METHOD_GET);
        for (String text : new String[] {"HTTP/1.1", path, "127.0.0.1", "localhost", "localhost"}) {
            writeString(out, text);
        }
        out.writeShort(80);
        out.writeBoolean(false);
        out.writeShort(1);
        out.writeShort(HEADER_HOST);
        writeString(out, "localhost");
        out.writeByte(END_OF_ATTRIBUTES);
        return bytes.toByteArray();
    }

    private static void writeString(DataOutputStream out, String text) throws IOException {
        out.writeShort(text.length());
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.writeByte(0);
    }

    private static byte[] packet(byte[] payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(0x1234);
        out.writeShort(payload.length);
        out.write(payload);
        return bytes.toByteArray();
    }

    private static byte[] readBody(DataInputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            if (in.readUnsignedShort() != 0x4142) {
                throw new IOException("Not a packet of AJP");
            }
            byte[] payload = in.readNBytes(in.readUnsignedShort());
            switch (payload[0]) {
                case SEND_HEADERS -> requireOk(unsignedShort(payload, 1));
                case SEND_BODY_CHUNK -> body.write(payload, 3, unsignedShort(payload, 1));
                case END_RESPONSE -> {
                    return body.toByteArray();
                }
                default -> throw new IOException("Unexpected packet of type " + payload[0]);
            }
        }
    }

    private static int unsignedShort(byte[] bytes, int offset) {
        return Byte.toUnsignedInt(bytes[offset]) << 8 | Byte.toUnsignedInt(bytes[offset + 1]);
    }

    private static void requireOk(int status) throws IOException {
        if (status != 200) {
            throw new IOException("Status " + status);
        }
    }
}
