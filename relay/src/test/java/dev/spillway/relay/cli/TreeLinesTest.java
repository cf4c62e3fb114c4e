/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.relay.admin.TransferDetail;
import dev.spillway.relay.admin.TransferDetail.Target;
import dev.spillway.relay.admin.TransferView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TreeLinesTest {
    private static final int WIDTH = 100;

    private static Target target(String name, String parent, int pieces, String state, double rate) {
        return new Target(name, "http://x/", true, state, pieces, parent, List.of(), rate, 2 * rate, null);
    }

    private static TransferDetail transfer(int pieces, Target... targets) {
        TransferView view = new TransferView(
                new UUID(0, 7),
                "a.iso",
                "web",
                "RUNNING",
                "adaptive",
                40 << 20,
                pieces,
                "00",
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.MAX,
                null,
                targets.length,
                1,
                0,
                0);
        return new TransferDetail(view, "store", 1 << 20, List.of(targets));
    }

    @Test
    void drawsWhoHasItFromWhom() {
        TransferDetail detail = transfer(
                10,
                target("rome", "source", 10, "COMPLETE", 0),
                target("oslo", "rome", 5, "RECEIVING", 1 << 20),
                target("paris", "source", 0, "SENT", 0),
                target("bern", "rome", 1, "FAILED", 0));
        assertThat(TreeLines.of(detail, WIDTH))
                .containsExactly(
                        "a.iso, 40.0 MiB in 10 pieces, to group web: running, 1 of 4 have it",
                        "source store  1.0 MiB/s out",
                        "├─ rome    [########################################] 100%  complete",
                        "│  ├─ oslo [####################....................]  50%  receiving    1.0 MiB/s in, 2.0"
                                + " MiB/s out",
                        "│  └─ bern [####....................................]  10%  failed",
                        "└─ paris   [........................................]   0%  sent");
    }

    @Test
    void nodesThatHaveItFromEachOtherAreAllDrawnOnce() {
        TransferDetail detail = transfer(
                10,
                target("a", "b", 3, "RECEIVING", 0),
                target("b", "c", 7, "RECEIVING", 0),
                target("c", "a", 5, "RECEIVING", 0),
                target("lost", "gone", 1, "RECEIVING", 0));
        assertThat(TreeLines.of(detail, WIDTH).stream().skip(2).map(line -> line.replaceAll(" +\\[.*", "")))
                .containsExactly("├─ b", "│  └─ a", "│     └─ c", "└─ lost");
    }

    @Test
    void aChainOfThousandsIsNoTrouble() {
        List<Target> chain = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            chain.add(target("t" + i, i == 0 ? "source" : "t" + (i - 1), 1, "COMPLETE", 0));
        }
        assertThat(TreeLines.of(transfer(1, chain.toArray(Target[]::new)), WIDTH))
                .hasSize(5_002);
    }

    @Test
    void textsFromElsewhereDoNotSteerTheTerminal() {
        Target hostile =
                new Target("x\u001b[2J", "http://x/", true, "FAILED", 0, "source", List.of(), 0, 0, "disk\nfull\u0007");
        assertThat(TreeLines.of(transfer(0, hostile), WIDTH))
                .allSatisfy(line -> assertThat(line).doesNotContainPattern("\\p{Cntrl}"))
                .last()
                .asString()
                .endsWith("failed: disk?full?");
    }
}
