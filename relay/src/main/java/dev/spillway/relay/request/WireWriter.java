/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes numbers, texts and digests in the form of {@link RequestCodec}. */
final class WireWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Big-endian, in so many bytes. */
    void number(int bytes, long value) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    /** At most 65,535 bytes in UTF-8; the records bound their texts far below. */
    void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Bounds.check("text", bytes.length, 0, 0xffff);
        number(2, bytes.length);
        raw(bytes);
    }

    void raw(byte[] bytes) {
        out.writeBytes(bytes);
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
