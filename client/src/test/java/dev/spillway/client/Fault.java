/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import dev.spillway.client.testing.Exchange;
import dev.spillway.client.testing.ScriptedServer;
import java.io.IOException;

/** What a hostile server does with a request. */
enum Fault {
    CLOSES_AT_ONCE(Exchange::close),
    RESETS_AT_ONCE(Exchange::reset),
    SILENT(Exchange::stall),
    CLOSES_IN_STATUS_LINE(x -> then(x, "HTTP/1.1 2", Exchange::close)),
    RESETS_IN_STATUS_LINE(x -> then(x, "HTTP/1.1 2", Exchange::reset)),
    SILENT_IN_STATUS_LINE(x -> then(x, "HTTP/1.1 2", Exchange::stall)),
    DRIPS_STATUS_LINE(x -> x.drip("HTTP/1.1 206 Partial")),
    ENDLESS_STATUS_LINE(x -> x.flood("HTTP/1.1 206 Partial")),
    NOT_HTTP(x -> then(x, "SSH-2.0-OpenSSH_9.2\r\n", Exchange::stall)),
    HTTP_2(x -> then(x, "HTTP/2 206\r\n\r\n", Exchange::close)),
    HTTP_0_9(x -> then(x, "just the bytes", Exchange::close)),
    STATUS_999(x -> x.send("HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n")),
    STATUS_NOT_A_NUMBER(x -> x.send("HTTP/1.1 2x6 What\r\nContent-Length: 0\r\n\r\n")),
    CLOSES_IN_HEADERS(x -> then(x, x.properHead(), Exchange::close)),
    RESETS_IN_HEADERS(x -> then(x, x.properHead(), Exchange::reset)),
    SILENT_IN_HEADERS(x -> then(x, x.properHead(), Exchange::stall)),
    DRIPS_HEADERS(x -> then(x, x.properHead(), y -> y.drip("X-Field: value\r\n"))),
    HEADER_OF_10_MB(x -> x.send(x.properHead() + "X-Long: " + "a".repeat(10_000_000) + "\r\n\r\n")),
    ENDLESS_HEADERS(x -> then(x, x.properHead(), y -> y.flood("X-Field: value\r\n"))),
    HEADER_WITHOUT_COLON(x -> x.send(x.properHead() + "nonsense\r\n\r\n")),
    HEADER_WITH_SPACE(x -> x.send(x.properHead() + "Content Length: 3\r\n\r\n")),
    HEADER_WITH_NUL(x -> x.send(x.properHead() + "X\0Y: 3\r\n\r\n")),
    FOLDED_HEADER(x -> x.send(x.properHead() + "X: 1\r\n folded\r\n\r\n")),
    ENDLESS_INTERIM(x -> x.flood("HTTP/1.1 100 Continue\r\n\r\n")),
    SWITCHES_PROTOCOL(x -> then(x, "HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n", Exchange::stall)),
    CLOSES_AFTER_HEAD(x -> then(x, x.properHead() + "\r\n", Exchange::close)),
    RESETS_AFTER_HEAD(x -> then(x, x.properHead() + "\r\n", Exchange::reset)),
    SILENT_AFTER_HEAD(x -> then(x, x.properHead() + "\r\n", Exchange::stall)),
    CLOSES_IN_BODY(x -> body(x, x.length() / 2, Exchange::close)),
    RESETS_IN_BODY(x -> body(x, x.length() / 2, Exchange::reset)),
    SILENT_IN_BODY(x -> body(x, x.length() / 2, Exchange::stall)),
    DRIPS_BODY(x -> body(x, x.length() / 2, Exchange::dripContent)),
    CLOSES_BEFORE_LAST_BYTE(x -> body(x, x.length() - 1, Exchange::close)),
    RESETS_BEFORE_LAST_BYTE(x -> body(x, x.length() - 1, Exchange::reset)),
    SILENT_BEFORE_LAST_BYTE(x -> body(x, x.length() - 1, Exchange::stall)),
    TOO_MANY_BYTES(x -> then(x, "", y -> body(y, y.length(), z -> z.send("and more, unasked")))),
    ENDLESS_BODY(x -> body(x, x.length(), y -> y.flood("more "))),
    NEGATIVE_LENGTH(x -> x.send("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")),
    LENGTH_IN_LETTERS(x -> x.send("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n")),
    LENGTH_OVER_63_BITS(x -> x.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")),
    HUGE_LENGTH(x -> then(x, "HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999\r\n\r\n", Exchange::stall)),
    TWO_LENGTHS(x -> x.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhelloo")),
    LENGTH_AND_CHUNKS(x -> x.send(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")),
    UNKNOWN_TRANSFER_CODING(x -> x.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")),
    LENGTH_BELOW_RANGE(x -> answer(x, x.first(), x.last(), x.size(), x.length() - 10)),
    LENGTH_ABOVE_RANGE(x -> answer(x, x.first(), x.last(), x.size(), x.length() + 10)),
    BAD_CHUNK_SIZE(x -> chunked(x, "zz\r\n")),
    NEGATIVE_CHUNK_SIZE(x -> chunked(x, "-5\r\n")),
    CHUNK_LONGER_THAN_SAID(x -> chunked(x, "3\r\nabcdef\r\n0\r\n\r\n")),
    CHUNKS_CUT(x -> then(x, chunkedHead(x) + "ff\r\n", Exchange::close)),
    ENDLESS_CHUNK_LINE(x -> then(x, chunkedHead(x), y -> y.flood("1"))),
    ENDLESS_TRAILERS(x -> then(x, chunkedHead(x) + "0\r\n", y -> y.flood("X: y\r\n"))),
    IGNORES_RANGES(x -> whole(x, "")),
    RANGE_SHIFTED(x -> answer(x, Math.min(x.first() + 7, x.last()), x.last(), x.size(), x.length())),
    RANGE_BEYOND_ASKED(x -> answer(x, x.first(), x.last() + 10, x.size() + 100, x.length() + 10)),
    RANGE_OF_OTHER_TOTAL(x -> answer(x, x.first(), x.last(), x.size() + x.number(), x.length())),
    RANGE_BACKWARDS(x -> range(x, "bytes 100-50/" + x.size())),
    RANGE_OVERFLOWS(x -> range(x, "bytes 0-99999999999999999999/99999999999999999999")),
    RANGE_IN_OTHER_UNIT(x -> range(x, "items 0-5/" + x.size())),
    RANGE_GARBAGE(x -> range(x, "whatever")),
    RANGE_MISSING(x -> x.send("HTTP/1.1 206 Partial Content\r\nContent-Length: 3\r\n\r\nabc")),
    RANGE_TWICE(x -> x.send(x.properHead() + "Content-Range: bytes 0-1/2\r\n\r\n")),
    MULTIPART(
            x -> x.send(
                    "HTTP/1.1 206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=x\r\nContent-Length: 3\r\n\r\n--x")),
    ALWAYS_416(x -> x.send("HTTP/1.1 416 No\r\nContent-Range: bytes */" + x.size() + "\r\nContent-Length: 0\r\n\r\n")),
    EMPTY_416(x -> x.send("HTTP/1.1 416 No\r\nContent-Length: 0\r\n\r\n")),
    GZIP_PART(x -> x.send(x.properHead() + "Content-Encoding: gzip\r\n\r\n")),
    GZIP_WHOLE(x -> x.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")),
    REDIRECTS_TO_ITSELF(x -> redirect(x, x.path())),
    REDIRECTS_IN_CIRCLE(x -> redirect(x, x.path().equals("/a") ? "/b" : "/a")),
    REDIRECTS_FOR_EVER(x -> redirect(x, x.path() + "a")),
    REDIRECTS_NOWHERE(x -> x.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")),
    REDIRECTS_TO_NONSENSE(x -> redirect(x, "http://[half an address/")),
    REDIRECTS_TO_FILE(x -> redirect(x, "file:///etc/hostname")),
    REDIRECTS_TO_DEAD_PORT(x -> redirect(x, "http://localhost:1/")),
    NOT_FOUND(x -> status(x, "404 Not Found", "")),
    FORBIDDEN(x -> status(x, "403 Forbidden", "")),
    UNAUTHORIZED(x -> status(x, "401 Unauthorized", "WWW-Authenticate: Basic\r\n")),
    BROKEN_INSIDE(x -> status(x, "500 Internal Server Error", "")),
    NO_CONTENT(x -> x.send("HTTP/1.1 204 No Content\r\n\r\n")),
    NOT_MODIFIED(x -> x.send("HTTP/1.1 304 Not Modified\r\n\r\n")),
    BUSY_FOR_EVER(x -> status(x, "429 Too Many Requests", "Retry-After: 0\r\n")),
    BUSY_FOR_YEARS(x -> status(x, "503 Service Unavailable", "Retry-After: 99999999\r\n")),
    BUSY_FOR_NONSENSE(x -> status(x, "503 Service Unavailable", "Retry-After: soon\r\n")),
    NEW_TAG_EVERY_TIME(x -> tagged(x, "t" + x.number())),
    NO_LENGTH_AND_CUT(x -> then(x, "HTTP/1.1 200 OK\r\n\r\nhalf of it", Exchange::close)),
    ENDLESS_WITHOUT_LENGTH(x -> then(x, "HTTP/1.1 200 OK\r\n\r\n", y -> y.flood("more "))),
    ENDLESS_CHUNKS(
            x -> then(x, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", y -> y.flood("5\r\nmore!\r\n")));

    /** Without state in all of them; the checker cannot see that. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final ScriptedServer.Script script;

    Fault(ScriptedServer.Script script) {
        this.script = script;
    }

    void commit(Exchange exchange) throws IOException {
        script.answer(exchange);
    }

    private static void then(Exchange x, String text, ScriptedServer.Script next) throws IOException {
        x.send(text);
        next.answer(x);
    }

    private static void body(Exchange x, int count, ScriptedServer.Script next) throws IOException {
        x.send(x.properHead() + "\r\n");
        x.sendContent(x.first(), x.first() + count);
        next.answer(x);
    }

    private static void answer(Exchange x, int first, int last, int total, int length) throws IOException {
        x.send("HTTP/1.1 206 Partial Content\r\nContent-Length: " + length + "\r\nContent-Range: bytes " + first + "-"
                + last + "/" + total + "\r\n\r\n");
        x.sendContent(x.first(), x.last() + 1);
    }

    private static void range(Exchange x, String value) throws IOException {
        x.send("HTTP/1.1 206 Partial Content\r\nContent-Length: " + x.length() + "\r\nContent-Range: " + value
                + "\r\n\r\n");
        x.sendContent(x.first(), x.last() + 1);
    }

    private static String chunkedHead(Exchange x) {
        return x.properHead().replaceFirst("Content-Length: \\d+", "Transfer-Encoding: chunked") + "\r\n";
    }

    private static void chunked(Exchange x, String chunks) throws IOException {
        x.send(chunkedHead(x) + chunks);
    }

    private static void whole(Exchange x, String extra) throws IOException {
        x.send("HTTP/1.1 200 OK\r\n" + extra + "Content-Length: " + x.size() + "\r\n\r\n");
        x.sendContent(0, x.size());
    }

    private static void tagged(Exchange x, String tag) throws IOException {
        x.send(x.properHead().replaceFirst("ETag: .*", "ETag: \"" + tag + "\"") + "\r\n");
        x.sendContent(x.first(), x.first() + x.length() / 2);
        x.close();
    }

    private static void redirect(Exchange x, String to) throws IOException {
        x.send("HTTP/1.1 302 Found\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n");
    }

    private static void status(Exchange x, String status, String extra) throws IOException {
        x.send("HTTP/1.1 " + status + "\r\n" + extra + "Content-Length: 0\r\n\r\n");
    }
}
