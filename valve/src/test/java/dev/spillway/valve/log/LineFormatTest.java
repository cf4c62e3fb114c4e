/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three forms against golden lines, and against clients that want to write lines of their own. */
class LineFormatTest {
    /** The expression that analysers of combined logs use, strict about quotes; the rest of the line is free. */
    private static final Pattern COMBINED =
            Pattern.compile("(\\S+) (\\S+) (\\S+) \\[([^\\]]+)\\] \"(\\S+) (\\S+) (\\S+)\""
                    + " ([0-9]{3}) ([0-9]+|-) \"([^\"]*)\" \"([^\"]*)\" (\\S+) (\\S+) (\\S+) (\\S+) (\\S+)\n");

    @Test
    void commonLine() {
        assertThat(line(LogForm.COMMON, Samples.entry(Samples.record())))
                .isEqualTo("192.0.2.7 - alice [20/Nov/2026:14:00:00 +0200] \"GET /files/a.iso?v=1 HTTP/1.1\" 206 1000"
                        + " COMPLETED 1000-1999/5000 1000 6000 2005000\n");
    }

    @Test
    void combinedLine() {
        assertThat(line(LogForm.COMBINED, Samples.entry(Samples.record())))
                .isEqualTo("192.0.2.7 - alice [20/Nov/2026:14:00:00 +0200] \"GET /files/a.iso?v=1 HTTP/1.1\" 206 1000"
                        + " \"https://example.org/\" \"curl/8.0\" COMPLETED 1000-1999/5000 1000 6000 2005000\n");
    }

    @Test
    void jsonLine() {
        assertThat(line(LogForm.JSON, Samples.entry(Samples.record())))
                .isEqualTo("{\"time\":\"2026-11-20T12:00:00.250Z\",\"client\":\"192.0.2.7\",\"user\":\"alice\","
                        + "\"host\":\"example.org\",\"method\":\"GET\",\"uri\":\"/files/a.iso\",\"query\":\"v=1\","
                        + "\"protocol\":\"HTTP/1.1\",\"status\":206,\"bytes\":1000,\"announcedBytes\":1000,"
                        + "\"range\":\"1000-1999/5000\",\"outcome\":\"COMPLETED\",\"firstByteMicros\":6000,"
                        + "\"durationMicros\":2005000,\"referer\":\"https://example.org/\","
                        + "\"userAgent\":\"curl/8.0\",\"file\":\"a.iso\"}\n");
    }

    @Test
    void nothingToSayIsADashOrNull() {
        DownloadRecord whole = new DownloadRecord(
                Samples.NOON,
                Duration.ZERO,
                "2001:db8::1",
                null,
                null,
                "GET",
                "/a",
                null,
                "HTTP/1.0",
                200,
                300,
                1000,
                null,
                null,
                null,
                "a");
        LogEntry entry = LogEntry.of(whole, Samples.end(Outcome.CLIENT_GONE, 0));
        assertThat(line(LogForm.COMBINED, entry))
                .isEqualTo("2001:db8::1 - - [20/Nov/2026:14:00:00 +0200] \"GET /a HTTP/1.0\" 200 - \"-\" \"-\""
                        + " CLIENT_GONE - 1000 - 2000000\n");
        assertThat(StrictJson.parse(line(LogForm.JSON, entry)))
                .containsEntry("bytes", 0L)
                .containsEntry("user", "(null)")
                .containsEntry("range", "(null)")
                .containsEntry("firstByteMicros", "(null)");
    }

    @Test
    void userThatIsADashIsNotNobody() {
        assertThat(line(LogForm.COMMON, Samples.entry(Samples.record("-", "/a", null, null, null))))
                .startsWith("192.0.2.7 - \\u002d [");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\" 200 999999 \"x",
                "\\",
                "ends in a backslash\\",
                "a\r\n10.0.0.1 - root [x] \"GET / HTTP/1.1\" 200 1",
                "\u0000\u0001\u001b[2J\u007f\t",
                "\u0085\u2028\u2029 lines of Unicode",
                "\u202e right to left",
                "\u00fcber \u65e5\u672c \ud83d\ude00",
                "\ud800",
                "\udc00\ud800x",
                "] [",
                "{\"outcome\":\"COMPLETED\"}",
            })
    void hostileStringsStayInTheirField(String hostile) {
        LogEntry entry = Samples.entry(Samples.record(hostile, "/" + hostile, hostile, hostile, hostile));
        for (LogForm form : new LogForm[] {LogForm.COMMON, LogForm.COMBINED, LogForm.JSON}) {
            assertThat(line(form, entry)).matches("[ -~]+\n");
        }
        var matcher = COMBINED.matcher(line(LogForm.COMBINED, entry));
        assertThat(matcher.matches()).isTrue();
        assertThat(decode(matcher.group(3))).isEqualTo(hostile);
        assertThat(decode(matcher.group(6))).isEqualTo("/" + hostile + "?" + hostile);
        assertThat(matcher.group(9)).isEqualTo("1000");
        assertThat(decode(matcher.group(10))).isEqualTo(hostile);
        assertThat(decode(matcher.group(11))).isEqualTo(hostile);
        assertThat(matcher.group(12)).isEqualTo("COMPLETED");
        assertThat(StrictJson.parse(line(LogForm.JSON, entry)))
                .hasSize(18)
                .containsEntry("userAgent", withoutLoneSurrogates(hostile))
                .containsEntry("bytes", 1000L);
    }

    @ParameterizedTest
    @EnumSource(names = {"COMMON", "COMBINED", "JSON"})
    void everyStringAsLongAsItCanBeFitsTheBufferOfTheFile(LogForm form) {
        String endless = "\u0001".repeat(1 << 20);
        DownloadRecord record = new DownloadRecord(
                Samples.NOON,
                Duration.ZERO,
                endless,
                endless,
                endless,
                endless,
                endless,
                endless,
                endless,
                200,
                0,
                1,
                endless,
                endless,
                endless,
                endless);
        assertThat(line(form, Samples.entry(record)).length()).isLessThan(LogFile.BUFFER_BYTES);
    }

    @Test
    void userAgentOfEightKibibytesIsWhole() {
        String userAgent = "x".repeat(8 << 10);
        Map<String, Object> members =
                StrictJson.parse(line(LogForm.JSON, Samples.entry(Samples.record(null, "/a", null, null, userAgent))));
        assertThat(members).containsEntry("userAgent", userAgent);
    }

    private static String line(LogForm form, LogEntry entry) {
        return form.format(Samples.ZONE).line(entry);
    }

    /** Undoes the escapes, to see that nothing but the form was changed. */
    private static String decode(String field) {
        return Pattern.compile("\\\\u([0-9a-f]{4})")
                .matcher(field)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }

    private static String withoutLoneSurrogates(String value) {
        StringBuilder out = new StringBuilder();
        value.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }
}
