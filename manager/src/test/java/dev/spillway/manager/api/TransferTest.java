/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A transfer that could not be sent to its end is refused before anything has begun (SYSTEMS.md A8). */
class TransferTest {
    private static final Path PATH = Path.of("/srv/big.iso");

    @Test
    void lengthIsTheSumOfAllSegments() {
        Transfer transfer = new Transfer(
                file(100), List.of(new Bytes(new byte[7]), new FileRegion(0, 100), new FileRegion(99, 1), noBytes()));
        assertThat(transfer.length()).isEqualTo(108);
    }

    @Test
    void lengthMayBeFarAboveTheRangeOfAnInt() {
        long size = 1L << 50;
        assertThat(new Transfer(file(size), List.of(new FileRegion(0, size), new FileRegion(0, size))).length())
                .isEqualTo(1L << 51);
    }

    @Test
    void laterChangesOfTheListChangeNothing() {
        List<Segment> segments = new ArrayList<>(List.of(new FileRegion(0, 10)));
        Transfer transfer = new Transfer(file(10), segments);
        segments.clear();
        assertThat(transfer.segments()).containsExactly(new FileRegion(0, 10));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> transfer.segments().add(noBytes()));
    }

    @Test
    void refusesAnAnswerOfNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Transfer(file(10), List.of()))
                .withMessageContaining("segments")
                .withMessageContaining("nothing to send");
    }

    @Test
    void takesARegionUpToTheLastByte() {
        assertThat(new Transfer(file(10), List.of(new FileRegion(9, 1))).length())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"10, 10, 1", "10, 0, 11", "10, 9, 2", "0, 0, 1", "10, 9223372036854775806, 1"})
    void refusesARegionBeyondTheFile(long size, long position, long length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Transfer(file(size), List.of(noBytes(), new FileRegion(position, length))))
                .withMessageContaining("position=" + position + " length=" + length + " ")
                .withMessageContaining(PATH + " of " + size + " bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1",
        "0, 0",
        "0, -1",
        "-9223372036854775808, 1",
        "1, 9223372036854775807",
        "9223372036854775807, 1",
        "9223372036854775807, 9223372036854775807",
    })
    void refusesARegionThatNoFileCanHave(long position, long length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileRegion(position, length))
                .withMessageContaining("position=" + position + " length=" + length + ":")
                .withMessageContaining("position must be 0 or more, length 1 or more");
    }

    @Test
    void withoutTermsTheRateIsNotLimited() {
        assertThat(new Transfer(file(10), List.of(noBytes())).terms()).isEqualTo(Terms.NONE);
        assertThat(Terms.NONE.bytesPerSecond()).isZero();
    }

    private static Bytes noBytes() {
        return new Bytes(new byte[0]);
    }

    private static SourceFile file(long size) {
        return new SourceFile() {
            @Override
            public Path path() {
                return PATH;
            }

            @Override
            public long size() {
                return size;
            }

            @Override
            public Instant lastModified() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Optional<Object> fileKey() {
                throw new UnsupportedOperationException();
            }

            @Override
            public FileChannel channel() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean isOverwritten() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {
                throw new UnsupportedOperationException();
            }
        };
    }
}
