/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/**
 * The verdict of a stop.
 *
 * @param drained downloads that ended by themselves after the stop was asked for
 * @param cut downloads that were cut because the drain time was over
 */
public record StopReport(long drained, long cut) {}
