/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what {@link WireWriter} writes, and throws {@link IllegalArgumentException} for everything else. */
final class WireReader {
    private final ByteBuffer in;

    WireReader(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    long number(int bytes) {
        require(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | (in.get() & 0xff);
        }
        return value;
    }

    /** A number from 0 to a bound. */
    long bounded(String name, int bytes, long most) {
        long value = number(bytes);
        Bounds.check(name, value, 0, most);
        return value;
    }

    String text() {
        byte[] bytes = raw((int) number(2));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text is not UTF-8", e);
        }
    }

    Sha256 digest() {
        return Sha256.of(raw(Sha256.BYTES));
    }

    byte[] raw(int length) {
        require(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    void end() {
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes too many");
        }
    }

    private void require(int bytes) {
        if (in.remaining() < bytes) {
            throw new IllegalArgumentException("it ends after " + in.position() + " bytes, too early");
        }
    }
}
