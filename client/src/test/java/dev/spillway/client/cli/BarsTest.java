/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.api.Progress;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is drawn for a download. */
class BarsTest {
    private static final int MIB = 1 << 20;

    private static Progress progress(boolean paused) {
        Progress.Link link = new Progress.Link(7, "http://a.server.with.a.very.long.name:80", 0, MIB, 4L * MIB, MIB);
        return new Progress(OptionalLong.of(100L * MIB), 25L * MIB, 5.0 * MIB, List.of(link), List.of(), paused);
    }

    @Test
    void partRateAndRemainingTimeInAllAndOfEachLink() {
        List<String> lines = Bars.lines("file\u001b[2J.iso", progress(false), 90);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .contains("[#######.....................]  25%", "5.0 MiB/s", "0:15")
                .doesNotContain("\u001b");
        assertThat(lines.get(1))
                .startsWith("  1 http://a.server.with.a.")
                .contains("~ [")
                .contains("  25%", "1.0 MiB/s", "0:03");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100, 200})
    void noLineIsWiderThanTheTerminal(int width) {
        for (String line : Bars.lines("n".repeat(300), progress(true), width)) {
            assertThat(line.length()).isLessThanOrEqualTo(width);
        }
        assertThat(Bars.lines("n", progress(true), width).get(0)).endsWith("paused");
    }
}
