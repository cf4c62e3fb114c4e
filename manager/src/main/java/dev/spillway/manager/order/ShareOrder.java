/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.order;

import dev.spillway.manager.api.Candidate;
import dev.spillway.manager.api.Discipline.Order;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Divides what there is among groups, by weight: start-time fair queueing (Goyal, Vin and Cheng, 1996). Each group has an
 * account of what it got; who got least is next, and who was away for a while has no claim for that time.
 */
final class ShareOrder implements Order {
    /** Accounts that can be forgotten are looked for only when there are so many. */
    private static final int MANY = 1024;

    private final Function<Candidate, Object> group;
    private final ToDoubleFunction<Candidate> weight;

    private final double patience;

    /** Up to where each group has got its share. What is too far behind {@link #now} may be forgotten. */
    private final Map<Object, Double> ends = new HashMap<>();

    /** The greatest rank whose turn has come. */
    private double now;

    private int many = MANY;

    /** @param patience who was away for no more than this share of the others has a claim for that time nevertheless */
    ShareOrder(Function<Candidate, Object> group, ToDoubleFunction<Candidate> weight, double patience) {
        this.group = group;
        this.weight = weight;
        this.patience = patience;
    }

    @Override
    public Object group(Candidate candidate) {
        return group.apply(candidate);
    }

    @Override
    public double rank(Candidate candidate) {
        return Math.max(now - patience, ends.getOrDefault(group.apply(candidate), now));
    }

    @Override
    public void taken(Candidate candidate, double rank, long bytes) {
        now = Math.max(now, rank);
        ends.put(group.apply(candidate), rank + Math.max(1, bytes) / weight.applyAsDouble(candidate));
        if (ends.size() > many) {
            ends.values().removeIf(end -> end <= now - patience);
            many = Math.max(MANY, 2 * ends.size());
        }
    }
}
