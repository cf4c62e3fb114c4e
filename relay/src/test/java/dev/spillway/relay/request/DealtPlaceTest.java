/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.relay.plan.DealingPlanner;
import dev.spillway.relay.plan.Peer;
import dev.spillway.relay.plan.Performance;
import dev.spillway.relay.plan.Swarm;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DealtPlaceTest {
    private static final double SOURCE_RATE = 3e6;

    private static TransportRequest request(int terminals, int fanOut, boolean measured) {
        List<Target> targets = new ArrayList<>();
        for (int n = 1; n <= terminals; n++) {
            Performance performance = new Performance(0.001 * n, 1e6 * (1 + n % 6), 1e6, 1);
            targets.add(new Target("t" + n, URI.create("http://t" + n + "/"), n % 7 != 3 || !measured, performance));
        }
        targets.sort((a, b) -> Performance.BEST_FIRST.compare(a.performance(), b.performance()));
        TransportRequest any = Requests.request(1);
        return new TransportRequest(
                any.transfer(),
                any.issue(),
                any.issued(),
                any.lapses(),
                any.main(),
                any.source(),
                any.file(),
                fanOut,
                measured,
                targets);
    }

    private static DealtPlace place(TransportRequest request, String id) {
        return DealtPlace.of(request, id).orElseThrow();
    }

    private static List<List<String>> ids(List<List<Target>> hands) {
        return hands.stream()
                .map(hand -> hand.stream().map(Target::id).toList())
                .toList();
    }

    /** As the source document has it for T1 and T4. */
    @Test
    void terminalsFindTheirPlaceInTheExample() {
        TransportRequest request = request(39, 3, false);
        assertThat(place(request, "t1").parent()).isEmpty();
        assertThat(ids(place(request, "t1").hands()))
                .containsExactly(
                        List.of("t4", "t13", "t22", "t31"),
                        List.of("t7", "t16", "t25", "t34"),
                        List.of("t10", "t19", "t28", "t37"));
        assertThat(place(request, "t4").parent()).map(Target::id).hasValue("t1");
        assertThat(ids(place(request, "t4").hands())).containsExactly(List.of("t13"), List.of("t22"), List.of("t31"));
        assertThat(place(request, "t31"))
                .isEqualTo(new DealtPlace(Optional.of(request.targets().get(3)), List.of()));
        assertThat(DealtPlace.of(request, "t40")).isEmpty();
    }

    /** What terminals find by themselves is what the main server has planned. */
    @Test
    void mainServerAndTerminalsDealAlike() {
        for (boolean measured : new boolean[] {false, true}) {
            TransportRequest request = request(100, 3, measured);
            Swarm swarm = new Swarm(1, 1, SOURCE_RATE);
            request.targets().forEach(target -> swarm.add(target.relays(), target.performance()));
            (measured ? DealingPlanner.measured() : DealingPlanner.fixed(3)).plan(swarm, 0);
            for (Peer peer : swarm.terminals()) {
                int parent = peer.open().get(0).assignment().parent();
                String id = request.targets().get(peer.number() - 1).id();
                assertThat(place(request, id).parent())
                        .as("%s, measured %s", id, measured)
                        .isEqualTo(
                                parent == Swarm.SOURCE
                                        ? Optional.empty()
                                        : Optional.of(request.targets().get(parent - 1)));
            }
        }
    }
}
