/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One transfer as a main server sees it: the peers, what each has, what is assigned, and what has failed. Peer {@link #SOURCE} has the whole file. For one
 * thread at a time.
 */
public final class Swarm {
    /** Number of the source. */
    public static final int SOURCE = 0;

    /** Weight of a new measurement against the older ones. */
    private static final double NEWEST = 0.5;

    private final int pieces;
    private final long pieceBytes;
    private final List<Peer> peers = new ArrayList<>();
    private long failures;

    /**
     * A swarm of the source alone.
     *
     * @param pieces at least 1
     * @param pieceBytes bytes of every piece but the last
     * @param sourceRate bytes per second that the source may give
     */
    public Swarm(int pieces, long pieceBytes, double sourceRate) {
        if (pieces < 1 || pieceBytes < 1) {
            throw new IllegalArgumentException("a file of " + pieces + " pieces of " + pieceBytes + " bytes");
        }
        this.pieces = pieces;
        this.pieceBytes = pieceBytes;
        Peer source = new Peer(SOURCE, true, new Performance(0, sourceRate, sourceRate, 1));
        source.have().set(0, pieces);
        peers.add(source);
    }

    /** Adds a terminal; it may come at any time. */
    public Peer add(boolean relays, Performance performance) {
        Peer peer = new Peer(peers.size(), relays, performance);
        peers.add(peer);
        return peer;
    }

    public int pieces() {
        return pieces;
    }

    public long pieceBytes() {
        return pieceBytes;
    }

    public Peer source() {
        return peers.get(SOURCE);
    }

    public Peer peer(int number) {
        return peers.get(number);
    }

    /** All peers, the source first. */
    public List<Peer> peers() {
        return Collections.unmodifiableList(peers);
    }

    /** The terminals: all peers but the source. */
    public List<Peer> terminals() {
        return peers().subList(1, peers.size());
    }

    /** Whether a peer has the whole file. */
    public boolean complete(Peer peer) {
        return peer.nextMissing(0) >= pieces;
    }

    /** Grows with each failed peer or link, so that a planner can tell that its picture is out of date. */
    public long failures() {
        return failures;
    }

    /** Makes an assignment. Pieces of the range that the child has, or awaits from elsewhere, are not asked for twice. */
    public void assign(Assignment made, double nowSeconds) {
        Peer child = peer(made.child());
        child.openList().add(new Peer.Open(made, nowSeconds));
        int fresh = 0;
        for (int piece = child.nextUnassigned(made.first()); piece < made.end(); piece = child.nextUnassigned(piece)) {
            child.coming().set(piece);
            fresh++;
        }
        peer(made.parent()).owe(fresh);
    }

    /** Takes an assignment back. */
    public void withdraw(Assignment gone) {
        Peer child = peer(gone.child());
        if (child.openList().removeIf(open -> open.assignment().equals(gone))) {
            release(child, gone);
        }
    }

    private void release(Peer child, Assignment gone) {
        int before = child.awaited();
        child.coming().clear(gone.first(), gone.end());
        peer(gone.parent()).owe(child.awaited() - before);
    }

    /** A piece has come, from whomever. */
    public void arrived(int childNumber, int piece) {
        Peer child = peer(childNumber);
        child.have().set(piece);
        if (!child.awaits(piece)) {
            return;
        }
        child.coming().clear(piece);
        for (Iterator<Peer.Open> all = child.openList().iterator(); all.hasNext(); ) {
            Assignment made = all.next().assignment();
            if (made.covers(piece)) {
                peer(made.parent()).owe(-1);
                if (child.nextMissing(made.first()) >= made.end()) {
                    all.remove();
                }
                return;
            }
        }
    }

    /** Pieces that a peer awaits and could have at once, for those that it is to fetch them from have them. */
    public int ready(int number) {
        Peer child = peer(number);
        return (int) child.openList().stream()
                .map(Peer.Open::assignment)
                .flatMapToInt(made -> IntStream.range(made.first(), made.end())
                        .filter(piece ->
                                !child.has(piece) && peer(made.parent()).has(piece)))
                .count();
    }

    /** A peer is gone: nobody fetches from it any more. */
    public void lost(int number) {
        if (number != SOURCE && peer(number).alive()) {
            Peer gone = peer(number);
            gone.die();
            gone.open().forEach(open -> withdraw(open.assignment()));
            failures++;
        }
    }

    /** A child could not fetch from a parent, though both may live. */
    public void unreachable(int child, int parent) {
        peer(child).cannotReach(parent);
        failures++;
    }

    /** Who could not fetch from the source may try again: it is never given up for good, as there is nobody behind it. */
    public void trySourceAgain() {
        terminals().forEach(peer -> peer.mayReach(SOURCE));
    }

    /** What a peer was seen to pass on while it had enough to do; older measurements fade. */
    public void measuredUpload(int number, double rate) {
        Peer peer = peer(number);
        double before = peer.performance().uploadRate();
        peer.measured(peer.performance().withUploadRate(before + NEWEST * (Math.max(1, rate) - before)));
    }

    /** What a peer was seen to pass on when nothing was known before but a guess. */
    public void knownUpload(int number, double rate) {
        Peer peer = peer(number);
        peer.measured(peer.performance().withUploadRate(Math.max(1, rate)));
    }

    /** What a peer can take in, as far as is known now. */
    public void knownDownload(int number, double rate) {
        Peer peer = peer(number);
        peer.measured(peer.performance().withDownloadRate(Math.max(1, rate)));
    }

    /** Middle of the download rates of the living terminals: what a usual child can take. */
    public double usualDownloadRate() {
        double[] rates = terminals().stream()
                .filter(Peer::alive)
                .mapToDouble(peer -> peer.performance().downloadRate())
                .sorted()
                .toArray();
        return rates.length == 0 ? source().performance().uploadRate() : rates[rates.length / 2];
    }
}
