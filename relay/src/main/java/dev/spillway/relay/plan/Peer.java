/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** What a main server knows of one terminal, or of the source, during one transfer. Only {@link Swarm} changes it. */
public final class Peer {
    /** An assignment and when it was made. */
    public record Open(Assignment assignment, double sinceSeconds) {}

    private final int number;
    private final boolean relays;
    private final BitSet have = new BitSet();
    private final BitSet coming = new BitSet();
    private final List<Open> open = new ArrayList<>();
    private final Set<Integer> unreachable = new HashSet<>();
    private Performance performance;
    private boolean alive = true;
    private int owed;

    Peer(int number, boolean relays, Performance performance) {
        this.number = number;
        this.relays = relays;
        this.performance = performance;
    }

    /** Place in the swarm. */
    public int number() {
        return number;
    }

    /** Whether it can pass pieces on; else it is always a leaf. */
    public boolean relays() {
        return relays;
    }

    public boolean alive() {
        return alive;
    }

    public Performance performance() {
        return performance;
    }

    public boolean has(int piece) {
        return have.get(piece);
    }

    /** Number of pieces that it has. */
    public int pieces() {
        return have.cardinality();
    }

    /** The first piece from a number on that it has neither got nor been assigned; the count of pieces if there is none. */
    public int nextUnassigned(int from) {
        int piece = from;
        while (have.get(piece) || coming.get(piece)) {
            piece = have.get(piece) ? have.nextClearBit(piece) : coming.nextClearBit(piece);
        }
        return piece;
    }

    /** The first piece from a number on that it lacks. */
    public int nextMissing(int from) {
        return have.nextClearBit(from);
    }

    /** Whether a piece is assigned and has not arrived. */
    public boolean awaits(int piece) {
        return coming.get(piece);
    }

    /** The peer that a piece is awaited from. */
    public OptionalInt upstreamOf(int piece) {
        return open.stream()
                .filter(one -> one.assignment().covers(piece))
                .mapToInt(one -> one.assignment().parent())
                .findFirst();
    }

    /** Pieces that are assigned and have not arrived. */
    public int awaited() {
        return coming.cardinality();
    }

    /** Pieces that others have been told to fetch here and have not got yet. */
    public int owed() {
        return owed;
    }

    /** Its assignments that still hold, oldest first. */
    public List<Open> open() {
        return List.copyOf(open);
    }

    /** Whether it may fetch from a peer: false once the link has failed. */
    public boolean reaches(Peer parent) {
        return !unreachable.contains(parent.number);
    }

    BitSet have() {
        return have;
    }

    BitSet coming() {
        return coming;
    }

    List<Open> openList() {
        return open;
    }

    void owe(int pieces) {
        owed += pieces;
    }

    void die() {
        alive = false;
    }

    void cannotReach(int parent) {
        unreachable.add(parent);
    }

    void mayReach(int parent) {
        unreachable.remove(parent);
    }

    void measured(Performance fresh) {
        performance = fresh;
    }
}
