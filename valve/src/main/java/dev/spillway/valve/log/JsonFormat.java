/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import dev.spillway.process.log.LineTemplate;
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
    public String template(DownloadRecord record) {
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
        name(out, "status").append(LineTemplate.STATUS);
        name(out, "bytes").append(LineTemplate.BYTES);
        number(out, "announcedBytes", record.bodyBytes());
        string(out, "range", record.range());
        name(out, "outcome").append('"').append(LineTemplate.OUTCOME).append('"');
        name(out, "firstByteMicros").append(LineTemplate.FIRST_BYTE);
        name(out, "durationMicros").append(LineTemplate.DURATION);
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
