/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.control;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Who else has what a terminal has.
 *
 * @param version number of this list
 * @param nodes all terminals that have something, best first
 * @param holders for each transfer whose file has not expired the places in {@code nodes} of those that have it
 */
public record CopyList(long version, List<Node> nodes, Map<UUID, List<Integer>> holders) {
    /** Nobody has anything. */
    public static final CopyList EMPTY = new CopyList(0, List.of(), Map.of());

    /**
     * A terminal.
     *
     * @param files where its clients find what is published, ending with a slash
     * @param load 0 is idle, 1 is full
     */
    public record Node(String id, URI files, double load) {}
}
