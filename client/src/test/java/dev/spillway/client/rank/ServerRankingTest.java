/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** B4. */
class ServerRankingTest {
    @TempDir
    private Path directory;

    private static ServerRecord record(double response, double rate, boolean failed) {
        return new ServerRecord(response, rate, failed, 1_700_000_000);
    }

    private List<String> ordered(ServerRanking ranking, String... servers) {
        return Arrays.stream(servers).sorted(ranking.order()).toList();
    }

    @Test
    void theUnknownFirstThenTheFastThenTheFailed() {
        ServerRanking ranking = new ServerRanking(Optional.empty());
        ranking.measured("slow", record(0.1, 100_000, false));
        ranking.measured("fast", record(0.1, 9_000_000, false));
        ranking.measured("failed", record(0.01, 90_000_000, true));
        assertThat(ordered(ranking, "failed", "slow", "fast", "new")).containsExactly("new", "fast", "slow", "failed");
    }

    @Test
    void measurementsLastFromRunToRunAndAreMixed() throws IOException {
        Path file = directory.resolve("sub/servers");
        ServerRanking first = new ServerRanking(Optional.of(file));
        first.measured("a", record(0.2, 1_000_000, false));
        first.save();
        ServerRanking second = new ServerRanking(Optional.of(file));
        second.measured("a", record(0.4, 3_000_000, false));
        assertThat(second.expectedRate("a")).isEqualTo(2_000_000);
    }

    @Test
    void twoProcessesDoNotEraseEachOther() throws IOException {
        Path file = directory.resolve("servers");
        ServerRanking one = new ServerRanking(Optional.of(file));
        ServerRanking other = new ServerRanking(Optional.of(file));
        one.measured("a", record(0.2, 1, false));
        other.measured("b", record(0.2, 2, false));
        one.save();
        other.save();
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void aDamagedFileCountsAsEmpty() throws IOException {
        Path file = Files.writeString(directory.resolve("servers"), "a b c\nx");
        assertThat(new ServerRanking(Optional.of(file)).expectedRate("a")).isZero();
    }
}
