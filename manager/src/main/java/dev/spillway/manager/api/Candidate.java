/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/**
 * A download that waits, as a {@link Discipline} sees it.
 *
 * @param id of the download
 * @param client whose downloads count as those of one: the address, for IPv6 its network of 64 bits, or the user
 * @param terms as they were at the hand-over
 * @param priority as it is now, {@link Terms#MIN_PRIORITY} to {@link Terms#MAX_PRIORITY}
 * @param remaining bytes that are still to be sent
 * @param startedSeconds when the download was handed over, on a clock that only goes forward
 * @param nowSeconds the time now, on the same clock
 */
public record Candidate(
        long id, String client, Terms terms, int priority, long remaining, double startedSeconds, double nowSeconds) {}
