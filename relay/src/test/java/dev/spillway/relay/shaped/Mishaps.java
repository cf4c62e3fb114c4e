/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import dev.spillway.relay.admin.TransferDetail;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What goes wrong in the middle, and what that costs. */
final class Mishaps {
    private static final double MOST_LOST_SECONDS = 3;
    private static final double MIDDLE = 0.5;

    private Mishaps() {}

    /** Two publications of the same size, the second without the node that most is fetched from. */
    static void innerNode(Bench bench, int terminals) throws Exception {
        try (Farm farm = new Farm(bench)) {
            farm.startMain("main");
            farm.startTerminals(terminals, List.of());
            long bytes = (long) bench.mebibytes() << 20;
            Delivery.adaptive(bench, farm, Farm.GROUP, bytes / 4, farm.first(terminals), any -> Set.of())
                    .say("nothing known of anybody");
            Delivery before = Delivery.adaptive(bench, farm, Farm.GROUP, bytes, farm.first(terminals), any -> Set.of())
                    .say("nobody killed");
            KillInner kill = new KillInner(MIDDLE * before.last());
            Delivery after = Delivery.adaptive(bench, farm, Farm.GROUP, bytes, farm.first(terminals), kill)
                    .say(kill.what());
            bench.claim(
                    after.last() - before.last() < MOST_LOST_SECONDS,
                    "%.1f s were lost, %.0f s may be",
                    after.last() - before.last(),
                    MOST_LOST_SECONDS);
        }
    }

    /** Kills the node that most others fetch from. */
    private static final class KillInner implements Delivery.Mishap {
        private final double when;
        private String victim;
        private long children;

        KillInner(double when) {
            this.when = when;
        }

        @Override
        public Set<String> look(Delivery delivery) throws java.io.IOException, InterruptedException {
            if (victim == null && delivery.seconds() >= when) {
                Map<String, Long> feeding = delivery.detail().targets().stream()
                        .flatMap(target -> target.feeds().stream().map(TransferDetail.Feed::from))
                        .filter(from -> !from.equals(TransferDetail.SOURCE))
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
                victim = feeding.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElseThrow();
                children = feeding.get(victim);
                delivery.farm().terminals().get(victim).kill();
            }
            return victim == null ? Set.of() : Set.of(victim);
        }

        String what() {
            return victim + ", which fed " + children + ", killed";
        }
    }

    static void manyHarms(Bench bench, int terminals) {
        throw new IllegalStateException("not yet");
    }

    /** A kill among a few, in short. */
    static void inShort(Bench bench, int terminals) throws Exception {
        try (Farm farm = new Farm(bench)) {
            farm.startMain("main");
            farm.startTerminals(terminals, List.of());
            long bytes = (long) bench.mebibytes() << 20;
            List<String> all = farm.first(terminals);
            KillInner kill = new KillInner(MIDDLE * bench.least(bytes));
            Delivery.adaptive(bench, farm, Farm.GROUP, bytes, all, kill).say(kill.what());
        }
    }
}
