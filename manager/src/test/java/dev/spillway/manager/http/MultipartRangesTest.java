/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.manager.api.Segment;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 14.6 and RFC 2046 section 5.1.1. */
class MultipartRangesTest {

    private static final String FILE = "0123456789";
    private static final List<ByteRange> RANGES = List.of(new ByteRange(2, 4), new ByteRange(0, 0));

    @Test
    void partsAreWrittenWithTypeAndRange() {
        MultipartRanges body = MultipartRanges.of(RANGES, FILE.length(), Optional.of("text/plain"), "XYZ");
        assertThat(body.contentType()).isEqualTo("multipart/byteranges; boundary=XYZ");
        assertThat(render(body, FILE)).isEqualTo("""
                        --XYZ\r
                        Content-Type: text/plain\r
                        Content-Range: bytes 2-4/10\r
                        \r
                        234\r
                        --XYZ\r
                        Content-Type: text/plain\r
                        Content-Range: bytes 0-0/10\r
                        \r
                        0\r
                        --XYZ--\r
                        """);
    }

    @Test
    void unknownTypeIsLeftOut() {
        MultipartRanges body = MultipartRanges.of(RANGES, FILE.length(), Optional.empty(), "XYZ");
        assertThat(render(body, FILE)).isEqualTo("""
                        --XYZ\r
                        Content-Range: bytes 2-4/10\r
                        \r
                        234\r
                        --XYZ\r
                        Content-Range: bytes 0-0/10\r
                        \r
                        0\r
                        --XYZ--\r
                        """);
    }

    @Test
    void contentLengthIsThatOfTheBodyWhateverTheRanges() {
        long seed = 9110_14_6L;
        Random random = new Random(seed);
        String file = "x".repeat(100_000);
        for (int i = 0; i < 200; i++) {
            List<ByteRange> ranges = IntStream.range(0, 2 + random.nextInt(20))
                    .mapToObj(n -> random.nextInt(file.length()))
                    .map(first -> new ByteRange(first, first + random.nextInt(file.length() - first)))
                    .toList();
            MultipartRanges body = MultipartRanges.of(ranges, file.length(), Optional.of("a/b"));
            assertThat((long) render(body, file).length())
                    .as("seed %d, case %d", seed, i)
                    .isEqualTo(body.contentLength());
        }
    }

    /** RFC 2046 section 5.1.1: at most 70 of the characters that need no quotes. */
    @Test
    void boundaryIsAPlainToken() {
        assertThat(boundaryOf(MultipartRanges.of(RANGES, 10, Optional.empty()))).matches("[0-9a-f]{32}");
    }

    @Test
    void everyBodyHasABoundaryOfItsOwn() {
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(i -> boundaryOf(MultipartRanges.of(RANGES, 10, Optional.empty())))
                        .toList())
                .doesNotHaveDuplicates();
    }

    @Test
    void rangesStayInTheFile() {
        MultipartRanges body = MultipartRanges.of(RANGES, 10, Optional.empty());
        assertThat(body.pieces())
                .filteredOn(Segment.FileRegion.class::isInstance)
                .isEqualTo(List.of(new Segment.FileRegion(2, 3), new Segment.FileRegion(0, 1)));
    }

    @Test
    void lengthBeyondALongIsAnErrorAndNotASmallNumber() {
        ByteRange all = new ByteRange(0, Long.MAX_VALUE - 1);
        assertThatThrownBy(() -> MultipartRanges.of(List.of(all, all), Long.MAX_VALUE, Optional.empty()))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void singleRangeIsRefused() {
        assertThatThrownBy(() -> MultipartRanges.of(RANGES.subList(0, 1), 10, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rangePastTheEndIsRefused() {
        assertThatThrownBy(() -> MultipartRanges.of(RANGES, 4, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain\r\nX: y", "text/plain\n", "text/\u0000", "text/\u20ac"})
    void typeThatWouldBreakTheHeadIsRefused(String fileType) {
        assertThatThrownBy(() -> MultipartRanges.of(RANGES, 10, Optional.of(fileType)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String boundaryOf(MultipartRanges body) {
        return body.contentType().substring("multipart/byteranges; boundary=".length());
    }

    private static String render(MultipartRanges body, String file) {
        return body.pieces().stream().map(piece -> render(piece, file)).collect(Collectors.joining());
    }

    private static String render(Segment piece, String file) {
        if (piece instanceof Segment.FileRegion slice) {
            return file.substring((int) slice.position(), (int) (slice.position() + slice.length()));
        }
        return new String(((Segment.Bytes) piece).content(), ISO_8859_1);
    }
}
