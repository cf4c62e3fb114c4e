/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/**
 * What became of the look whether the next bytes of a file are in memory, before they are sent, since the start.
 *
 * @param hits times that they were
 * @param misses times that a download had to wait until a disk thread had brought them
 * @param bytes that disk threads have read, those ahead of a download included
 */
public record ColdReads(long hits, long misses, long bytes) {
    /** Nothing was looked at. */
    public static final ColdReads NONE = new ColdReads(0, 0, 0);
}
