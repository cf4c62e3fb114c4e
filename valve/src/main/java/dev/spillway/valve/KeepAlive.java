/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.http.ResponseHead;
import dev.spillway.valve.connector.ConnectorHttp;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/**
 * What request and answer say about the connection staying open (RFC 9112 section 9.3), and what Tomcat would say in
 * return.
 *
 * @param isWanted whether both sides agree to keep it open; the connector may still have reasons against it
 * @param isLastRequest whether the client itself says that it sends no more requests on this connection
 * @param isConfirmed whether an open connection is to be confirmed by {@code Connection: keep-alive}
 * @param timeoutSeconds for the field {@code Keep-Alive}, or 0 for none
 */
record KeepAlive(boolean isWanted, boolean isLastRequest, boolean isConfirmed, long timeoutSeconds) {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    static KeepAlive of(Request request, Response response) {
        boolean isHttp11 = request.getProtocol().equals("HTTP/1.1");
        List<String> asked = Collections.list(request.getHeaders("Connection"));
        boolean isAsked = hasToken(asked, "keep-alive");
        boolean isLastRequest = hasToken(asked, "close") || (!isHttp11 && !isAsked);
        long timeoutSeconds = isAsked ? ConnectorHttp.keepAliveSeconds(request) : 0;
        return new KeepAlive(
                !isLastRequest && !hasToken(response.getHeaders("Connection"), "close"),
                isLastRequest,
                isAsked && (!isHttp11 || timeoutSeconds > 0),
                timeoutSeconds);
    }

    /** Adds what the connection has to say. */
    void addTo(ResponseHead head, boolean staysOpen) {
        if (!staysOpen) {
            head.field("Connection", "close");
            return;
        }
        if (isConfirmed) {
            head.field("Connection", "keep-alive");
        }
        if (timeoutSeconds > 0) {
            head.field("Keep-Alive", "timeout=" + timeoutSeconds);
        }
    }

    private static boolean hasToken(Iterable<String> fieldLines, String token) {
        for (String line : fieldLines) {
            if (COMMA.splitAsStream(line.strip().toLowerCase(Locale.ROOT)).anyMatch(token::equals)) {
                return true;
            }
        }
        return false;
    }
}
