/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Buffered input of one exchange: lines for heads and chunk sizes, bytes for bodies. */
final class HttpInput {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    HttpInput(InputStream in) {
        this.in = in;
    }

    /** Whether bytes are left that came after the end of the message. */
    boolean hasLeftover() {
        return position < limit;
    }

    /**
     * The next line without its end; a bare LF ends a line too (RFC 9112 section 2.2).
     *
     * @param longest bytes that the line may have
     */
    String line(int longest) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = next();
            if (next < 0) {
                throw new EOFException("the server closed the connection in the middle of a line");
            }
            if (next == '\n') {
                int end = line.length();
                return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
            }
            if (line.length() == longest) {
                throw new ProtocolException("a line of the server's answer is longer than " + longest + " bytes");
            }
            line.append((char) next);
        }
    }

    private int next() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xff;
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(read, 0);
        return read > 0;
    }

    /** Like {@link InputStream#read(byte[], int, int)}. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (position == limit) {
            return in.read(target, offset, length);
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    /** Text of a field value as the other side meant it: ISO-8859-1 keeps every byte (RFC 9110 section 5.5). */
    static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
