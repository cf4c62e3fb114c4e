/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import dev.spillway.process.log.LineTemplate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The common or combined log format, with five more fields at the end of the line, where analysers of such logs don't
 * look:
 *
 * <pre>
 *   client - user [time] "request line" status bytes                         common
 *   ... "referer" "user agent"                                               combined only
 *   ... outcome range announced firstByte duration                           both
 * </pre>
 *
 * Bytes are those of the body that were sent, "announced" those that were to be sent; times are in microseconds. "-"
 * stands for nothing to say, and for 0 bytes sent, as usual in these formats.
 */
final class TextFormat implements LineFormat {
    private final DateTimeFormatter timeFormat;
    private final boolean isCombined;

    TextFormat(ZoneId zone, boolean isCombined) {
        timeFormat = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
                .withZone(zone);
        this.isCombined = isCombined;
    }

    @Override
    public String template(DownloadRecord record) {
        StringBuilder out = new StringBuilder(256);
        Escapes.token(out, record.client());
        out.append(" - ");
        Escapes.token(out, record.user());
        out.append(" [");
        timeFormat.formatTo(record.time(), out);
        out.append("] ");
        requestLine(out, record);
        out.append(' ').append(LineTemplate.STATUS);
        out.append(' ').append(LineTemplate.BYTES_OR_DASH);
        if (isCombined) {
            out.append(' ');
            Escapes.quoted(out, record.referer());
            out.append(' ');
            Escapes.quoted(out, record.userAgent());
        }
        out.append(' ').append(LineTemplate.OUTCOME).append(' ');
        Escapes.token(out, record.range());
        out.append(' ').append(record.bodyBytes());
        out.append(' ').append(LineTemplate.FIRST_BYTE_OR_DASH);
        return out.append(' ').append(LineTemplate.DURATION).append('\n').toString();
    }

    private static void requestLine(StringBuilder out, DownloadRecord record) {
        out.append('"');
        Escapes.word(out, record.method());
        out.append(' ');
        Escapes.word(out, record.uri());
        if (record.query() != null) {
            out.append('?');
            Escapes.word(out, record.query());
        }
        out.append(' ');
        Escapes.word(out, record.protocol());
        out.append('"');
    }
}
