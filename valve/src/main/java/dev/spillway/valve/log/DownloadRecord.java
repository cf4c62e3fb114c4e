/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.SourceFile;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/**
 * What the log says of a download and is known when it is handed over. Strings and numbers only: Tomcat uses its request
 * objects for the next request while the download is still running, and an application may be undeployed meanwhile.
 *
 * <p>Strings are as the client sent them, so hostile; escaping is the business of the form. They are null where there is
 * nothing to say, and those that are too long are cut and end in "...", so that ten thousand downloads with headers of
 * any size hold a bounded amount of memory.
 *
 * @param time when Tomcat began with the request
 * @param untilHandOver from there to the hand-over
 * @param client address of the client
 * @param user the authenticated user, or null
 * @param host name of the server that the client asked for
 * @param method of the request
 * @param uri of the request, as sent, not decoded
 * @param query behind the question mark, without it, or null
 * @param protocol of the request, such as "HTTP/1.1"
 * @param status of the answer
 * @param headBytes length of the head of the answer, 0 or more
 * @param bodyBytes length of the body that is announced, 0 or more
 * @param range the bytes of the file that a 206 is about, as in "0-99,200-299/1000"; null for other answers
 * @param referer the header of the request, or null
 * @param userAgent the header of the request, or null
 * @param fileName last part of the name of the file
 */
record DownloadRecord(
        Instant time,
        Duration untilHandOver,
        String client,
        String user,
        String host,
        String method,
        String uri,
        String query,
        String protocol,
        int status,
        long headBytes,
        long bodyBytes,
        String range,
        String referer,
        String userAgent,
        String fileName) {
    /** Tomcat's own bound for a whole head is 8 KiB by default; it can be raised, this can not. */
    static final int MAX_LONG_CHARS = 8 << 10;

    static final int MAX_MEDIUM_CHARS = 1 << 10;
    static final int MAX_SHORT_CHARS = 256;

    DownloadRecord {
        if (headBytes < 0 || bodyBytes < 0 || untilHandOver.isNegative()) {
            throw new IllegalArgumentException("headBytes=" + headBytes + " bodyBytes=" + bodyBytes + " untilHandOver="
                    + untilHandOver + ": none may be below 0");
        }
        client = cut(client, MAX_SHORT_CHARS);
        user = cut(user, MAX_SHORT_CHARS);
        host = cut(host, MAX_SHORT_CHARS);
        method = cut(method, MAX_SHORT_CHARS);
        uri = cut(uri, MAX_LONG_CHARS);
        query = cut(query, MAX_LONG_CHARS);
        protocol = cut(protocol, MAX_SHORT_CHARS);
        range = cut(range, MAX_MEDIUM_CHARS);
        referer = cut(referer, MAX_LONG_CHARS);
        userAgent = cut(userAgent, MAX_LONG_CHARS);
        fileName = cut(fileName, MAX_MEDIUM_CHARS);
    }

    /**
     * Takes the snapshot, on the worker thread of the request, after the status of the answer is set. The head is not made
     * yet, and the hand-over is still to come: see {@link #handedOver}.
     *
     * @param file the file that the body is taken from
     * @param body what will be sent behind the head
     * @param startNanos {@link System#nanoTime()} when the request began
     * @param requestAttributesEnabled whether the attributes by which {@code RemoteIpValve} tells the access log of the
     *     client behind a proxy win over the request itself, as with Tomcat's {@code AccessLogValve}
     */
    static DownloadRecord of(
            Request request,
            Response response,
            SourceFile file,
            List<Segment> body,
            long startNanos,
            boolean requestAttributesEnabled) {
        AttributeSource attributes = name -> requestAttributesEnabled ? request.getAttribute(name) : null;
        return new DownloadRecord(
                Instant.now().minusNanos(System.nanoTime() - startNanos),
                Duration.ZERO,
                attributes.or(AccessLog.REMOTE_ADDR_ATTRIBUTE, request.getRemoteAddr()),
                request.getRemoteUser(),
                attributes.or(AccessLog.SERVER_NAME_ATTRIBUTE, request.getServerName()),
                request.getMethod(),
                request.getRequestURI(),
                request.getQueryString(),
                attributes.or(AccessLog.PROTOCOL_ATTRIBUTE, request.getProtocol()),
                response.getStatus(),
                0,
                body.stream().mapToLong(Segment::length).sum(),
                response.getStatus() == HttpServletResponse.SC_PARTIAL_CONTENT
                        ? Segment.ranges(body, file.size())
                        : null,
                request.getHeader("Referer"),
                request.getHeader("User-Agent"),
                String.valueOf(file.path().getFileName()));
    }

    /**
     * The same with what is known at the hand-over.
     *
     * @param elapsed since the beginning of the request
     * @param bytes length of the head
     */
    DownloadRecord handedOver(Duration elapsed, long bytes) {
        return new DownloadRecord(
                time, elapsed, client, user, host, method, uri, query, protocol, status, bytes, bodyBytes, range,
                referer, userAgent, fileName);
    }

    private static String cut(String value, int maxChars) {
        return value == null || value.length() <= maxChars ? value : value.substring(0, maxChars - 3) + "...";
    }

    /** Where values for the log may come from in the place of the request's own. */
    @FunctionalInterface
    private interface AttributeSource {
        Object get(String name);

        default String or(String name, String value) {
            Object attribute = get(name);
            return attribute == null ? value : attribute.toString();
        }
    }
}
