/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import dev.spillway.relay.admin.TransferDetail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The time that many terminals need, against that of a few, and the tree of the source document. */
final class Growth {
    private static final double MOST_RATIO = 1.3;
    private static final double MOST_EGRESS = 4;
    private static final Set<String> NOBODY = Set.of();
    private static final int DEALT = 3;
    private static final long DEALT_BYTES = 8 << 20;

    private Growth() {}

    /** One file to a few, to more, and to all, with what was measured before, as it is from the second publication on; then one of all is killed. */
    static void run(Bench bench, int terminals) throws Exception {
        List<Integer> counts = Stream.of(3, 13, terminals)
                .distinct()
                .filter(n -> n <= terminals)
                .sorted()
                .toList();
        try (Farm farm = new Farm(bench)) {
            farm.startMain("main");
            farm.startTerminals(terminals, counts);
            long bytes = (long) bench.mebibytes() << 20;
            Delivery.adaptive(bench, farm, Farm.GROUP, bytes / 4, farm.first(terminals), any -> NOBODY)
                    .say("nothing known of anybody");
            Map<Integer, Double> ratios = new HashMap<>();
            Delivery last = null;
            for (int count : counts) {
                last = Delivery.adaptive(bench, farm, "first" + count, bytes, farm.first(count), any -> NOBODY)
                        .say(count + " terminals");
                ratios.put(count, last.ratio());
                bench.claim(last.ratio() <= MOST_RATIO, "at most %.1f x size/rate", MOST_RATIO);
                bench.claim(last.egress() <= MOST_EGRESS, "main server sent at most %.0f files", MOST_EGRESS);
            }
            bench.say(
                    "from %d to %d terminals: %.2f times as long",
                    counts.get(0), terminals, ratios.get(terminals) / ratios.get(counts.get(0)));
            Losses.innerNode(bench, farm, farm.first(terminals), last);
        }
    }

    /** One file to all, with what was measured before. */
    static void once(Bench bench, int terminals) throws Exception {
        try (Farm farm = new Farm(bench)) {
            farm.startMain("main");
            farm.startTerminals(terminals, List.of());
            long bytes = (long) bench.mebibytes() << 20;
            Delivery.adaptive(bench, farm, Farm.GROUP, bytes / 4, farm.first(terminals), any -> NOBODY)
                    .say("nothing known of anybody");
            Delivery.adaptive(bench, farm, Farm.GROUP, bytes, farm.first(terminals), any -> NOBODY)
                    .say(terminals + " terminals");
        }
    }

    /** The dealt tree, address by address. */
    static void tree(Bench bench, int terminals) throws Exception {
        try (Farm farm = new Farm(bench)) {
            farm.startMain("main");
            farm.startTerminals(terminals, List.of());
            Delivery delivery = Delivery.dealt(bench, farm, DEALT, DEALT_BYTES, farm.first(terminals), any -> NOBODY)
                    .say("dealt, N = " + DEALT + ", " + (DEALT_BYTES >> 20) + " MiB");
            TransferDetail detail = delivery.detail();
            List<String> ranked = detail.targets().stream()
                    .map(TransferDetail.Target::terminal)
                    .toList();
            Map<String, String> wanted = new HashMap<>();
            deal(TransferDetail.SOURCE, ranked, wanted);
            List<String> others = new ArrayList<>();
            for (TransferDetail.Target target : detail.targets()) {
                if (!target.parent().equals(wanted.get(target.terminal()))) {
                    others.add(target.terminal() + " from " + target.parent() + " instead of "
                            + wanted.get(target.terminal()));
                }
            }
            bench.say(
                    "  %s",
                    detail.targets().stream()
                            .map(target -> target.parent() + ">" + target.terminal())
                            .toList());
            bench.claim(others.isEmpty(), "the tree of document 004 for %d targets %s", terminals, others);
        }
    }

    /** As the document says it: the best are the children, and each gets every Nth address of the rest, from that which follows its own. */
    private static void deal(String parent, List<String> targets, Map<String, String> wanted) {
        for (int child = 0; child < Math.min(DEALT, targets.size()); child++) {
            wanted.put(targets.get(child), parent);
            List<String> rest = new ArrayList<>();
            for (int place = child + DEALT; place < targets.size(); place += DEALT) {
                rest.add(targets.get(place));
            }
            deal(targets.get(child), rest, wanted);
        }
    }
}
