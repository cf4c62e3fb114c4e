/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import dev.spillway.process.log.LineTemplate;

/** Makes a line, which ends in a line feed and holds no other, of an entry. */
@FunctionalInterface
interface LineFormat {
    /** The line with the holes of {@link LineTemplate} for what only the end can tell. */
    String template(DownloadRecord record);

    /** The whole line. */
    default String line(LogEntry entry) {
        return LineTemplate.fill(
                template(entry.record()),
                entry.status(),
                entry.outcome(),
                entry.bodyBytes(),
                entry.firstByteMicros(),
                entry.durationMicros());
    }
}
