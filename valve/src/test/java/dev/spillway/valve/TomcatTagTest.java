/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tag by which {@code DefaultServlet} says which version of a file it means. */
class TomcatTagTest {
    @ParameterizedTest
    @CsvSource({
        "W/\"0-0\", 0, 0",
        "W/\"1048576-1580608922020\", 1048576, 1580608922020",
        "W/\"999999999999999999-999999999999999999\", 999999999999999999, 999999999999999999",
    })
    void readsAndWritesTheFormOfTomcat(String text, long length, long modified) {
        TomcatTag tag = TomcatTag.parse(text);
        assertThat(tag).isEqualTo(new TomcatTag(length, modified));
        assertThat(tag).hasToString(text);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "\"10-20\"",
                "w/\"10-20\"",
                "W/10-20",
                "W/\"10\"",
                "W/\"10-\"",
                "W/\"-10-20\"",
                "W/\"10--20\"",
                "W/\"10-20-30\"",
                "W/\"a-b\"",
                "W/\"10-20\" ",
                "W/\"10-20\", W/\"10-20\"",
                "W/\"10-20\"\n",
                "W/\"9999999999999999999-1\"",
                "W/\"\u0661-1\"",
                "*"
            })
    void leavesOtherTagsAlone(String text) {
        assertThat(TomcatTag.parse(text)).isNull();
    }

    @Test
    void isTheTagOfAFileByLengthAndMilliseconds() {
        FakeFile file = new FakeFile(Path.of("/a"), 10, FakeFile.LONG_AGO.plusNanos(999_999));
        assertThat(TomcatTag.of(file)).hasToString("W/\"10-1580608922020\"");
        assertThat(new TomcatTag(10, 1580608922020L).isOf(file)).isTrue();
        assertThat(new TomcatTag(11, 1580608922020L).isOf(file)).isFalse();
        assertThat(new TomcatTag(10, 1580608922021L).isOf(file)).isFalse();
    }

    @Test
    void speaksOfTheAnswerIfTheLengthIsTheSame() {
        Exchange whole = Exchange.get();
        assertThat(new TomcatTag(100, 1).isOf(offer(0, 100), whole.response())).isTrue();
        assertThat(new TomcatTag(100, 1).isOf(offer(0, 99), whole.response())).isFalse();
        assertThat(new TomcatTag(100, 1).isOf(offer(1, 100), whole.response())).isFalse();
        Exchange range = Exchange.get().answering("Content-Range", "bytes 0-9/100");
        assertThat(new TomcatTag(100, 1).isOf(offer(0, 10), range.response())).isTrue();
        assertThat(new TomcatTag(10, 1).isOf(offer(0, 10), range.response())).isFalse();
        assertThat(new TomcatTag(0, 1).isOf(offer(0, 10), range.response())).isFalse();
    }

    private static FileOffer offer(long start, long end) {
        return new FileOffer(Path.of("/a"), start, end, true, 0, false);
    }
}
