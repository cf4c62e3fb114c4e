/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

/** Makes a line, which ends in a line feed and holds no other, of an entry. */
@FunctionalInterface
interface LineFormat {
    String line(LogEntry entry);
}
