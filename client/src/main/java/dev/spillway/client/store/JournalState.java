/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import java.util.Map;

/**
 * What an earlier run has left behind.
 *
 * @param identity of the file
 * @param have bytes that are in the partial file
 * @param servers names of the owners of those bytes
 */
public record JournalState(FileIdentity identity, Spans have, Map<Integer, String> servers) {}
