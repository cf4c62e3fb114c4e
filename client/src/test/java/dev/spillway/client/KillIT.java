/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.store.Journal;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.GetProcess;
import dev.spillway.client.testing.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random moments, then another start, until the file is there: it is right, and little was fetched twice (B8). */
class KillIT {
    private static final int KILLS = Integer.getInteger("spillway.kills", 6);
    private static final int LINKS = 4;
    private static final long MOST_TWICE_PER_LINK = 1 << 20;
    private static final long RATE_PER_LINK = 4_000_000;
    private static final byte[] CONTENT = Bytes.random(48_000_000, 21);

    @TempDir
    private Path directory;

    @Test
    void theFileIsRightAfterAnyKillAndLittleIsFetchedTwice() throws Exception {
        SplittableRandom random = new SplittableRandom();
        int kills = 0;
        for (int round = 0; kills < KILLS; round++) {
            kills += download(directory.resolve("file" + round), random);
        }
        System.out.println("killed " + kills + " times");
    }

    /** Kills the command now and then until the file is there; returns how often. */
    private int download(Path output, SplittableRandom random) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        int kills = 0;
        try (ScriptedServer server = ScriptedServer.honest(CONTENT).slowedTo(RATE_PER_LINK)) {
            long held = 0;
            while (!runsToItsEnd(server, output, log, random.nextLong(300, 2_000))) {
                kills++;
                long now = held(output);
                assertThat(now).as("bytes in the journal after kill %s", kills).isGreaterThanOrEqualTo(held);
                held = now;
            }
            long twice = server.sent() - CONTENT.length;
            System.out.println(twice + " bytes twice after " + kills + " kills");
            assertThat(twice)
                    .as("bytes fetched twice after %s kills", kills)
                    .isLessThanOrEqualTo(MOST_TWICE_PER_LINK * LINKS * kills);
        }
        assertThat(Files.mismatch(output, Files.write(directory.resolve("content"), CONTENT)))
                .isEqualTo(-1);
        assertThat(output.resolveSibling(output.getFileName() + ".part.journal"))
                .doesNotExist();
        return kills;
    }

    private static boolean runsToItsEnd(ScriptedServer server, Path output, Path log, long millis)
            throws IOException, InterruptedException {
        try (GetProcess get = GetProcess.start(
                List.of(),
                log,
                server.uri().toString(),
                "--output=" + output,
                "--links-per-server=" + LINKS,
                "--fixed",
                "--verbose",
                "--no-netrc",
                "--server-stat=" + output + ".servers")) {
            boolean ended = get.endsWithin(millis);
            if (ended) {
                assertThat(get.await(1)).as(Files.readString(log)).isZero();
            }
            // Killed between the last name change and the end of the process: the file is there all the same.
            return ended || Files.exists(output);
        }
    }

    private static long held(Path output) throws IOException {
        return Journal.read(output.resolveSibling(output.getFileName() + ".part.journal"))
                .map(state -> state.have().total())
                .orElse(0L);
    }
}
