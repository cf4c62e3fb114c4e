/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import dev.spillway.relay.shaped.Mishaps.Drawn;
import dev.spillway.relay.shaped.Mishaps.KillInner;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/** What failing terminals cost the others. */
final class Losses {
    private static final double MOST_LOST_SECONDS = 3;
    private static final double MIDDLE = 0.5;
    private static final long SEED = 8;

    /** Of the drawn mishaps: those who are slowed to a tenth need ten times as long. */
    private static final long SMALL_BYTES = 8 << 20;

    private Losses() {}

    /** Two publications of the same size, the second without the terminal that most fetch from. */
    static void innerNode(Bench bench, int terminals) throws Exception {
        try (Farm farm = new Farm(bench)) {
            List<String> all = start(bench, farm, terminals);
            Delivery before = Delivery.adaptive(
                            bench, farm, Farm.GROUP, (long) bench.mebibytes() << 20, all, any -> Set.of())
                    .say("nobody killed");
            innerNode(bench, farm, all, before);
        }
    }

    /** A publication without the terminal that most fetch from, against one with it. */
    static void innerNode(Bench bench, Farm farm, List<String> all, Delivery before) throws Exception {
        KillInner kill = new KillInner(MIDDLE * before.last());
        Delivery after = Delivery.adaptive(bench, farm, Farm.GROUP, Files.size(before.file()), all, kill);
        after.say(kill.what());
        double lost = after.last() - before.last();
        bench.claim(lost < MOST_LOST_SECONDS, "%.1f s lost, %.0f may be", lost, MOST_LOST_SECONDS);
    }

    private static List<String> start(Bench bench, Farm farm, int terminals) throws Exception {
        farm.startMain("main");
        farm.startTerminals(terminals, List.of());
        List<String> all = farm.first(terminals);
        Delivery.adaptive(bench, farm, Farm.GROUP, (long) bench.mebibytes() << 18, all, any -> Set.of())
                .say("nothing known of anybody");
        return all;
    }

    /** Killed, slowed and lying terminals together. */
    static void drawn(Bench bench, int terminals) throws Exception {
        try (Farm farm = new Farm(bench)) {
            List<String> all = start(bench, farm, terminals);
            Drawn mishaps = new Drawn(bench, all, bench.least(SMALL_BYTES), SEED);
            Delivery.adaptive(bench, farm, Farm.GROUP, SMALL_BYTES, all, mishaps)
                    .say("killed, slowed, lying");
            bench.say("  %s; all others have the right file", mishaps.what());
        }
    }

    /** A kill among a few. */
    static void inShort(Bench bench, int terminals) throws Exception {
        try (Farm farm = new Farm(bench)) {
            farm.startMain("main");
            farm.startTerminals(terminals, List.of());
            long bytes = (long) bench.mebibytes() << 20;
            KillInner kill = new KillInner(MIDDLE * bench.least(bytes));
            Delivery delivery = Delivery.adaptive(bench, farm, Farm.GROUP, bytes, farm.first(terminals), kill);
            delivery.say(kill.what());
            bench.claim(delivery.egress() < terminals, "the main server sent less than a file for each");
        }
    }
}
