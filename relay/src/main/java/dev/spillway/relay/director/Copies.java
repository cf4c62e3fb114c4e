/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.control.CopyList;
import dev.spillway.relay.track.Terminals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Who has what, made anew from the database at most once a second. Safe for use by any number of threads. */
final class Copies {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Office office;
    private CopyList list = CopyList.EMPTY;
    private long madeNanos;
    private boolean made;

    Copies(Office office) {
        this.office = office;
    }

    long version() {
        return list().version();
    }

    synchronized CopyList list() {
        if (!made || System.nanoTime() - madeNanos > FRESH_NANOS) {
            list = make();
            madeNanos = System.nanoTime();
            made = true;
        }
        return list;
    }

    private CopyList make() {
        Map<UUID, List<String>> holders = office.publications().holders();
        Set<String> holding = new HashSet<>();
        holders.values().forEach(holding::addAll);
        List<CopyList.Node> nodes = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        for (Terminals.Node node : office.terminals().nodes()) {
            if (holding.contains(node.target().id())
                    && node.files().isPresent()
                    && node.silence().compareTo(Directions.SILENCE) < 0) {
                places.put(node.target().id(), nodes.size());
                // Loads in tenths, so that the list does not change with every breath.
                double load = Math.round(node.busy() * 10) / 10.0;
                nodes.add(new CopyList.Node(node.target().id(), node.files().get(), load));
            }
        }
        Map<UUID, List<Integer>> placed = new HashMap<>();
        holders.forEach((transfer, ids) -> placed.put(
                transfer,
                ids.stream()
                        .filter(places::containsKey)
                        .map(places::get)
                        .sorted()
                        .toList()));
        // The same for main servers that see the same.
        return new CopyList(nodes.hashCode() * 31L + placed.hashCode(), nodes, placed);
    }
}
