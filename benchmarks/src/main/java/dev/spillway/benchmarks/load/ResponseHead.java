/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The head of an answer.
 *
 * @param status status code
 * @param contentLength announced length in bytes, -1 if there is none
 * @param closes whether the server said that it closes the connection
 */
record ResponseHead(int status, long contentLength, boolean closes) {
    private static final int MAX_BYTES = 16 << 10;

    /**
     * Takes the head off the buffer if all of it is there.
     *
     * @param received from its position to its limit; the position is behind the head afterwards, or unchanged
     * @return null if the head is not complete yet
     * @throws IOException if this is no head
     */
    static ResponseHead take(ByteBuffer received) throws IOException {
        int end = endOf(received);
        if (end < 0) {
            if (received.remaining() > MAX_BYTES) {
                throw new IOException("head longer than " + MAX_BYTES + " bytes");
            }
            return null;
        }
        byte[] head = new byte[end - received.position()];
        received.get(head);
        return parse(new String(head, StandardCharsets.ISO_8859_1));
    }

    private static int endOf(ByteBuffer received) {
        for (int i = received.position(); i + 3 < received.limit(); i++) {
            if (received.get(i) == '\r'
                    && received.get(i + 1) == '\n'
                    && received.get(i + 2) == '\r'
                    && received.get(i + 3) == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private static ResponseHead parse(String head) throws IOException {
        String[] lines = head.split("\r\n", -1);
        String[] statusLine = lines[0].split(" ", 3);
        if (statusLine.length < 2 || !statusLine[0].startsWith("HTTP/1.")) {
            throw new IOException("not a status line: " + lines[0]);
        }
        long length = -1;
        boolean closes = false;
        for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
            String[] field = lines[i].split(":", 2);
            if (field[0].equalsIgnoreCase("content-length")) {
                length = Long.parseLong(field[1].strip());
            } else if (field[0].equalsIgnoreCase("connection")) {
                closes = field[1].strip().equalsIgnoreCase("close");
            }
        }
        return new ResponseHead(Integer.parseInt(statusLine[1]), length, closes);
    }
}
