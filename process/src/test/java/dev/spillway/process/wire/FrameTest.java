/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read, however it is cut; what is not a frame is refused, and never anything worse. */
class FrameTest {
    static List<Frame> frames() {
        return SampleFrames.ALL;
    }

    @Test
    void thereIsASampleOfEveryType() {
        Set<FrameType> types = EnumSet.noneOf(FrameType.class);
        frames().forEach(frame -> types.add(frame.type()));
        assertThat(types).containsExactlyInAnyOrder(FrameType.values());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void whatIsWrittenIsRead(Frame frame) throws WireException {
        FrameReader reader = new FrameReader();
        reader.add(bytes(frame));
        Frame read = reader.next();
        assertThat(read).usingRecursiveComparison().isEqualTo(frame);
        assertThat(reader.next()).isNull();
    }

    @Test
    void piecesOfAnySizeMakeTheSameFrames() throws WireException {
        ByteBuffer all = ByteBuffer.allocate(1 << 20);
        frames().forEach(frame -> all.put(bytes(frame)));
        all.flip();
        Random random = new Random(1);
        FrameReader reader = new FrameReader();
        List<Frame> read = new ArrayList<>();
        while (all.hasRemaining()) {
            int size = Math.min(all.remaining(), random.nextInt(40));
            reader.add(all.slice(all.position(), size));
            all.position(all.position() + size);
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                read.add(frame);
            }
        }
        assertThat(read).usingRecursiveComparison().isEqualTo(frames());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aFrameThatEndsEarlyIsRefused(Frame frame) {
        ByteBuffer bytes = bytes(frame).position(Frame.LENGTH_BYTES);
        for (int length = 0; length < bytes.remaining(); length++) {
            if (frame instanceof Hello && length > 7) {
                break; // what another version may have there is not looked at; see below
            }
            ByteBuffer cut = bytes.slice(bytes.position(), length);
            assertThatExceptionOfType(WireException.class).isThrownBy(() -> Frame.read(cut));
        }
    }

    @Test
    void aFrameWithSomethingBehindItIsRefused() {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        bytes.put(bytes(new Frame.Commit(1)).position(Frame.LENGTH_BYTES)).put((byte) 0);
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> Frame.read(bytes.flip()))
                .withMessageContaining("1 bytes too many");
    }

    @Test
    void aFrameThatIsTooLongIsRefusedBeforeItIsThere() {
        FrameReader reader = new FrameReader();
        reader.add(ByteBuffer.allocate(4).putInt(Frame.MAX_BYTES + 1).flip());
        assertThatExceptionOfType(WireException.class).isThrownBy(reader::next);
    }

    @Test
    void whatIsTooLongForAFrameIsNotMade() {
        Offer offer = SampleFrames.offer(List.of(new Bytes(new byte[Frame.MAX_BYTES]), new FileRegion(0, 1)));
        assertThat(offer.toBytes()).isEmpty();
    }

    @Test
    void anotherVersionIsToldFromNoSpillway() throws WireException {
        ByteBuffer other =
                bytes(new Hello("x", "", false)).position(Frame.LENGTH_BYTES).slice();
        other.putShort(5, (short) 99);
        Frame read = Frame.read(other);
        assertThat(read).isInstanceOfSatisfying(Hello.class, hello -> {
            assertThat(hello.version()).isEqualTo(99);
            assertThat(hello.isUnderstood()).isFalse();
        });
        other.rewind().put(2, (byte) 'X');
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> Frame.read(other));
    }

    /** Half of them are sound frames with some bytes changed, the others are noise behind a sound type. */
    @Test
    void noiseIsRefusedOrReadAndNothingElse() {
        Random random = new Random(2);
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = i % 2 == 0 ? changed(random) : noise(random);
            try {
                Frame frame = Frame.read(ByteBuffer.wrap(bytes));
                assertThat(frame.toBytes()).isNotNull();
            } catch (WireException e) {
                refused++;
            }
        }
        assertThat(refused).as("of noise most is refused").isBetween(50_000, 99_999);
    }

    private static byte[] changed(Random random) {
        ByteBuffer sound = bytes(frames().get(random.nextInt(frames().size()))).position(Frame.LENGTH_BYTES);
        byte[] bytes = new byte[sound.remaining()];
        sound.get(bytes);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(100)];
        random.nextBytes(bytes);
        bytes[0] = (byte) (1 + random.nextInt(FrameType.values().length));
        return bytes;
    }

    private static ByteBuffer bytes(Frame frame) {
        return frame.toBytes().orElseThrow();
    }

    @Test
    void everyOutcomeTravels() throws WireException {
        for (Outcome outcome : Outcome.values()) {
            Frame frame = SampleFrames.ended(outcome);
            assertThat(Frame.read(bytes(frame).position(Frame.LENGTH_BYTES))).isEqualTo(frame);
        }
    }
}
