/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Deals a ranked list of targets out like cards (D4): with N hands, the k-th gets every (k+N)th target, so that each has as many good ones as the others.
 * The first of a hand becomes the child of whoever deals, and deals the rest of its hand in the same way.
 */
public final class Dealing {
    private Dealing() {}

    /**
     * The hands. Targets that cannot relay go to the end of the list before it is dealt, and never hold a hand with others behind them: if fewer than
     * {@code n} targets relay, those get everything, and the free places go to single leaves. If none relays, each has a hand of its own, be they more
     * than {@code n}: nobody else could feed them.
     *
     * @param ranked best first
     * @param n at least 1
     */
    public static <T> List<List<T>> hands(List<T> ranked, int n, Predicate<? super T> relays) {
        if (n < 1) {
            throw new IllegalArgumentException("n=" + n + ": a server has at least one child");
        }
        List<T> ordered = relaysFirst(ranked, relays);
        long relaying = ordered.stream().filter(relays).count();
        if (relaying == 0) {
            return ordered.stream().map(List::of).toList();
        }
        int heads = Math.min(n, ordered.size());
        int dealers = (int) Math.min(heads, relaying);
        List<List<T>> hands = new ArrayList<>();
        for (T head : ordered.subList(0, heads)) {
            hands.add(new ArrayList<>(List.of(head)));
        }
        for (int i = heads; i < ordered.size(); i++) {
            hands.get((i - heads) % dealers).add(ordered.get(i));
        }
        return hands;
    }

    private static <T> List<T> relaysFirst(List<T> ranked, Predicate<? super T> relays) {
        return Stream.concat(ranked.stream().filter(relays), ranked.stream().filter(relays.negate()))
                .toList();
    }

    /**
     * A hand whose first cannot be used: it changes places with the next that can, as T8 does with T17 in the source document. Unchanged if the first is
     * usable, or none that could take its place.
     */
    public static <T> List<T> promote(List<T> hand, Predicate<? super T> usable) {
        for (int i = 0; i < hand.size(); i++) {
            if (usable.test(hand.get(i))) {
                List<T> promoted = new ArrayList<>(hand);
                promoted.set(0, hand.get(i));
                promoted.set(i, hand.get(0));
                return promoted;
            }
        }
        return hand;
    }
}
