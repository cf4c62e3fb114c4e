/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts values into the body of a frame, in the forms that {@code package-info} has. */
final class BodyWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** The writing to memory never fails. */
    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    private BodyWriter write(Write write) {
        try {
            write.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BodyWriter octet(int value) {
        return write(() -> out.writeByte(value));
    }

    BodyWriter flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    BodyWriter number(int value) {
        return write(() -> out.writeInt(value));
    }

    BodyWriter number(long value) {
        return write(() -> out.writeLong(value));
    }

    BodyWriter duration(Duration value) {
        return number(value.toNanos());
    }

    BodyWriter bytes(byte[] value) {
        return number(value.length).write(() -> out.write(value));
    }

    BodyWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    <T> BodyWriter optional(Optional<T> value, Consumer<T> present) {
        flag(value.isPresent());
        value.ifPresent(present);
        return this;
    }

    <T> BodyWriter list(List<T> values, Consumer<T> each) {
        number(values.size());
        values.forEach(each);
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
