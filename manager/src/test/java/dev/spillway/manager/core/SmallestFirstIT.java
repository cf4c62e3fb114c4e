/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Small files first is worth it: a mixed load is through sooner on the average, and the largest file has its turn, too. */
@Timeout(120)
class SmallestFirstIT {
    private static final int MIB = 1 << 20;
    private static final int[] LOAD_MIB = {32, 1, 2, 8, 1, 4, 1, 16, 2, 1, 1, 2};

    @TempDir
    private Path dir;

    private Path path;

    @BeforeEach
    void writeTheFile() throws IOException {
        path = SampleFiles.write(dir.resolve("file"), SampleFiles.bytes(32 * MIB, 1));
    }

    @Test
    void aMixedLoadIsThroughSoonerByAThirdOnTheAverage() throws Exception {
        assertThat(meanBytesUntilCompletion("smallest")).isLessThan(meanBytesUntilCompletion("fifo") * 2 / 3);
    }

    /** The time until a download is completed, with the bytes that the manager has sent until then as the clock. */
    private double meanBytesUntilCompletion(String discipline) throws Exception {
        try (CountingReaders readers = new CountingReaders();
                ManagerRig rig = ManagerRig.start(config ->
                        config.withQueue(config.queue().withMaxActive(1).withDiscipline(discipline)))) {
            Place gate = rig.admit();
            List<Long> completions = new ArrayList<>();
            List<RecordedEnd> ends = new ArrayList<>();
            for (int mib : LOAD_MIB) {
                LoopbackPair pair = rig.connect();
                RecordedEnd end = rig.newEnd();
                SourceFile file = rig.manager().open(path);
                Transfer transfer = new Transfer(file, List.of(new FileRegion(0, (long) mib * MIB)));
                ManagerRig.start((Place) rig.manager().admit(file, Terms.NONE), pair.server(), transfer, told -> {
                    completions.add(rig.stats().bytesSent());
                    end.ended(told);
                });
                ends.add(end);
                readers.add(pair);
            }
            Patience.await().until(() -> rig.stats().queueLength() == LOAD_MIB.length);
            gate.giveUp();
            for (RecordedEnd end : ends) {
                end.awaitOutcome(Outcome.COMPLETED);
            }
            return completions.stream().mapToLong(Long::longValue).average().orElseThrow();
        }
    }
}
