/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes values out of the body of a frame. What is not there as announced is a {@link WireException}, never anything else. */
final class BodyReader {
    private final ByteBuffer body;

    BodyReader(ByteBuffer body) {
        this.body = body;
    }

    /** Reads one value. */
    @FunctionalInterface
    interface Read<T> {
        T read() throws WireException;
    }

    int octet() throws WireException {
        need(Byte.BYTES);
        return body.get() & 0xFF;
    }

    boolean flag() throws WireException {
        int value = octet();
        if (value > 1) {
            throw new WireException("a flag of " + value);
        }
        return value == 1;
    }

    int integer() throws WireException {
        need(Integer.BYTES);
        return body.getInt();
    }

    long number() throws WireException {
        need(Long.BYTES);
        return body.getLong();
    }

    /** A number that counts something. */
    long count() throws WireException {
        long value = number();
        if (value < 0) {
            throw new WireException("a count of " + value);
        }
        return value;
    }

    Duration duration() throws WireException {
        return Duration.ofNanos(count());
    }

    byte[] bytes() throws WireException {
        byte[] value = new byte[length()];
        body.get(value);
        return value;
    }

    String text() throws WireException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    <T> Optional<T> optional(Read<T> present) throws WireException {
        return flag() ? Optional.of(present.read()) : Optional.empty();
    }

    <T> List<T> list(Read<T> each) throws WireException {
        int length = length();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            values.add(each.read());
        }
        return values;
    }

    /** Reads a length, which memory is taken for only if so much can be there at all. */
    private int length() throws WireException {
        int length = integer();
        if (length < 0) {
            throw new WireException("a length of " + length);
        }
        need(length);
        return length;
    }

    private void need(long bytes) throws WireException {
        if (body.remaining() < bytes) {
            throw new WireException("a frame ends " + (bytes - body.remaining()) + " bytes early");
        }
    }

    /** Passes over what another version may have put there. */
    void skipRest() {
        body.position(body.limit());
    }

    /** To be called last. */
    void end() throws WireException {
        if (body.hasRemaining()) {
            throw new WireException("a frame has " + body.remaining() + " bytes too many");
        }
    }
}
