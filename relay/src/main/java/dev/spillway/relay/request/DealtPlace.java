/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import dev.spillway.relay.plan.Dealing;
import dev.spillway.relay.plan.FanOut;
import java.util.List;
import java.util.Optional;

/**
 * The place of one terminal in the tree that a request deals out (D4). Every terminal finds it by itself in the signed list of targets, so nobody has to be
 * believed about it.
 *
 * @param parent whom it fetches from; empty for the source
 * @param hands for each of its children the targets that the child answers for: itself first, then those that it deals on; empty for a leaf
 */
public record DealtPlace(Optional<Target> parent, List<List<Target>> hands) {
    public DealtPlace {
        hands = List.copyOf(hands);
    }

    /** The targets that the source deals to each of its children. */
    public static List<List<Target>> fromSource(TransportRequest request) {
        return Dealing.hands(request.targets(), request.fanOut(), Target::relays);
    }

    /** The place of a terminal; empty if the request is not meant for it. */
    public static Optional<DealtPlace> of(TransportRequest request, String terminal) {
        double usualDownload = request.targets().stream()
                .mapToDouble(target -> target.performance().downloadRate())
                .sorted()
                .skip(request.targets().size() / 2)
                .findFirst()
                .orElseThrow();
        Optional<Target> parent = Optional.empty();
        List<List<Target>> hands = fromSource(request);
        while (true) {
            Optional<List<Target>> mine = hands.stream()
                    .filter(hand -> hand.stream().anyMatch(target -> target.id().equals(terminal)))
                    .findFirst();
            if (mine.isEmpty()) {
                return Optional.empty();
            }
            Target head = mine.get().get(0);
            List<Target> rest = mine.get().subList(1, mine.get().size());
            hands = Dealing.hands(rest, fanOut(request, head, usualDownload), Target::relays);
            if (head.id().equals(terminal)) {
                return Optional.of(new DealtPlace(parent, hands));
            }
            parent = Optional.of(head);
        }
    }

    private static int fanOut(TransportRequest request, Target relay, double usualDownload) {
        return request.measuredFanOut() ? FanOut.of(relay.performance().uploadRate(), usualDownload) : request.fanOut();
    }
}
