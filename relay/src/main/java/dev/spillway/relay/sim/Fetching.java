/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.sim;

import dev.spillway.relay.plan.Assignment;
import dev.spillway.relay.plan.FanOut;
import dev.spillway.relay.plan.Peer;
import dev.spillway.relay.plan.Swarm;
import java.util.List;

/**
 * How terminals work off their assignments: the oldest first, several pieces at a time, none that the parent has not got yet. A parent serves a bounded
 * number at a time, so that the first are through soon and can be passed on.
 */
final class Fetching {
    private final Scenario scenario;
    private final Swarm swarm;
    private final List<Host> hosts;
    private final double usualDownload;

    Fetching(Scenario scenario, Swarm swarm, List<Host> hosts) {
        this.scenario = scenario;
        this.swarm = swarm;
        this.hosts = hosts;
        this.usualDownload = swarm.usualDownloadRate();
    }

    /** Begins fetches up to the bound, and ends those whose assignment no longer holds. */
    void fill(Host child, double now) {
        Peer peer = swarm.peer(child.number);
        List<Peer.Open> open = peer.open();
        child.fetches.removeIf(fetch -> {
            boolean gone = open.stream().noneMatch(one -> isFor(one.assignment(), fetch));
            fetch.from.serving -= gone ? 1 : 0;
            return gone;
        });
        // What comes from the source comes first, for others wait for it; half of the places are kept for what the
        // others have.
        begin(child, open.stream().filter(Fetching::fromSource).toList(), scenario.inFlight() / 2, now);
        begin(child, open, scenario.inFlight(), now);
        child.spare = 0;
    }

    private static boolean isFor(Assignment assignment, Host.Fetch fetch) {
        return assignment.parent() == fetch.from.number && assignment.covers(fetch.piece);
    }

    private static boolean fromSource(Peer.Open open) {
        return open.assignment().parent() == Swarm.SOURCE;
    }

    private void begin(Host child, List<Peer.Open> open, int most, double now) {
        for (Peer.Open one : open) {
            if (child.fetches.size() >= most) {
                return;
            }
            if (now >= one.sinceSeconds() + child.response) {
                begin(child, one.assignment(), most);
            }
        }
    }

    private void begin(Host child, Assignment assignment, int most) {
        Peer peer = swarm.peer(child.number);
        Peer parent = swarm.peer(assignment.parent());
        Host from = hosts.get(assignment.parent());
        int piece = peer.nextMissing(assignment.first());
        int last = Math.min(assignment.end(), piece + 2 * scenario.inFlight());
        while (piece < last && child.fetches.size() < most && place(child, from)) {
            int wanted = piece;
            if (parent.has(piece) && child.fetches.stream().noneMatch(fetch -> fetch.piece == wanted)) {
                double early = Math.min(child.spare, scenario.pieceBytes() / 2.0);
                child.spare -= early;
                child.fetches.add(new Host.Fetch(from, piece, scenario.pieceBytes() - early));
                from.serving++;
            }
            piece = peer.nextMissing(piece + 1);
        }
    }

    /** Whoever fetches nothing there goes before those that do. */
    private boolean place(Host child, Host from) {
        boolean newcomer = child.fetches.stream().noneMatch(fetch -> fetch.from == from);
        // A parent that is many times as fast as a child needs many of them to be busy.
        int places = Math.max(scenario.inFlight(), (int) Math.ceil(2 * from.upload / usualDownload));
        return from.serving < (newcomer ? Math.max(FanOut.MOST, places) : places);
    }

    /** Lets one step of time pass. */
    void move(Host child, double step, double now) {
        for (Host.Fetch fetch : List.copyOf(child.fetches)) {
            fetch.from.gave(fetch.rate * step, step, now);
            fetch.left -= fetch.rate * step;
            if (fetch.left <= 0) {
                child.spare -= fetch.left;
                child.fetches.remove(fetch);
                fetch.from.serving--;
                swarm.arrived(child.number, fetch.piece);
            }
        }
    }

    /** The terminal has died. */
    void stop(Host child) {
        child.fetches.forEach(fetch -> fetch.from.serving--);
        child.fetches.clear();
    }
}
