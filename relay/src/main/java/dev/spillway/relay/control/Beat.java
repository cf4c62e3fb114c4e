/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.control;

import java.net.URI;
import java.util.List;
import java.util.UUID;

/**
 * A terminal says that it lives.
 *
 * @param load 0 is idle, 1 is full
 */
public record Beat(double load) {
    /**
     * What it should know.
     *
     * @param running transfers that it is a target of and has not ended; it asks for the requests that it does not have
     * @param mains all main servers that have been heard of lately
     * @param copies a number that changes with the list of who has what
     */
    public record Answer(List<UUID> running, List<URI> mains, long copies) {}
}
