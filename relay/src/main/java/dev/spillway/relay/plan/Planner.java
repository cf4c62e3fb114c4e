/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

/**
 * Decides, for one transfer, who fetches which pieces from whom. One thread at a time; the same instance for the whole of a transfer.
 *
 * <p>A planner is asked at regular times, and at once when a peer or a link has failed. It changes the swarm only by {@link Swarm#assign} and
 * {@link Swarm#withdraw}; what it did is what it answers.
 */
@FunctionalInterface
public interface Planner {
    /**
     * Looks at the swarm and assigns upstreams to those who need some.
     *
     * @param nowSeconds seconds since the transfer began, never less than at the last call
     */
    Changes plan(Swarm swarm, double nowSeconds);
}
