/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One JSON object (RFC 8259) in a line, always with the same names in the same order; null where there is nothing to
 * say. The time is UTC, so that it can be sorted as a string.
 */
final class JsonFormat implements LineFormat {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public String line(LogEntry entry) {
        DownloadRecord record = entry.record();
        StringBuilder out = new StringBuilder(512);
        out.append("{\"time\":\"");
        TIME.formatTo(record.time(), out);
        out.append('"');
        string(out, "client", record.client());
        string(out, "user", record.user());
        string(out, "host", record.host());
        string(out, "method", record.method());
        string(out, "uri", record.uri());
        string(out, "query", record.query());
        string(out, "protocol", record.protocol());
        number(out, "status", entry.status());
        number(out, "bytes", entry.bodyBytes());
        number(out, "announcedBytes", record.bodyBytes());
        string(out, "range", record.range());
        string(out, "outcome", entry.outcome().name());
        name(out, "firstByteMicros")
                .append(
                        entry.firstByteMicros().isPresent()
                                ? Long.toString(entry.firstByteMicros().getAsLong())
                                : "null");
        number(out, "durationMicros", entry.durationMicros());
        string(out, "referer", record.referer());
        string(out, "userAgent", record.userAgent());
        string(out, "file", record.fileName());
        return out.append("}\n").toString();
    }

    private static void string(StringBuilder out, String name, String value) {
        Escapes.json(name(out, name), value);
    }

    private static void number(StringBuilder out, String name, long value) {
        name(out, name).append(value);
    }

    private static StringBuilder name(StringBuilder out, String name) {
        return out.append(",\"").append(name).append("\":");
    }
}
