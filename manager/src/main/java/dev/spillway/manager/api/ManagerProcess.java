/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/**
 * A process that sends downloads for a manager, as it was at one moment (SYSTEMS.md A12).
 *
 * @param pid number of the process; 0 if it has not said it yet
 * @param state READY; GREETING or SILENT if it does not answer; RETIRING if it takes no more downloads
 * @param stats its own figures since its start, whoever handed the downloads over
 */
public record ManagerProcess(long pid, String state, ManagerStats stats) {}
