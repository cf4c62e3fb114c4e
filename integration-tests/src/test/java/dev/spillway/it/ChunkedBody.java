/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Takes the chunked transfer coding off a body (RFC 9112, section 7.1), without extensions and trailers. */
final class ChunkedBody {
    private ChunkedBody() {}

    static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in), 16);
            byte[] chunk = in.readNBytes(size);
            if (chunk.length < size) {
                throw new EOFException("The connection ended inside a chunk after " + body.size() + " bytes");
            }
            body.write(chunk);
            String end = line(in);
            if (!end.isEmpty()) {
                throw new IOException("A chunk of " + size + " bytes is followed by '" + end + "'");
            }
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The connection ended after '" + line + "'");
            }
            if (next == '\n') {
                return line.toString().strip();
            }
            line.append((char) next);
        }
    }
}
