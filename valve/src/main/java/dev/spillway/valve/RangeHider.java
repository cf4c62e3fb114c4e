/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.valve.connector.ConnectionTakeover;
import dev.spillway.valve.connector.ConnectorHttp;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.catalina.WebResource;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Request;
import org.apache.catalina.servlets.DefaultServlet;

/**
 * Keeps ranges that {@code DefaultServlet} handles poorly from its eyes, for static files that are downloads by the rules.
 * It would copy several ranges through memory, and answers 416 or 500 where RFC 9110 section 14.2 has the field ignored.
 * Without the field it offers the whole file, and the ranges are cut out of that. One plain range it handles well.
 */
final class RangeHider {
    private static final Pattern PLAIN_RANGE = Pattern.compile("bytes=[0-9]{0,18}-[0-9]{0,18}");

    private final OffloadRules rules;

    RangeHider(OffloadRules rules) {
        this.rules = rules;
    }

    /** Takes the field out of the request where that is worthwhile; returns its lines, or nothing if it stays. */
    List<String> hide(Request request) {
        String range = request.getHeader("Range");
        if (range == null || !isWorthwhile(range, request)) {
            return List.of();
        }
        List<String> lines = Collections.list(request.getHeaders("Range"));
        ConnectorHttp.removeRequestHeader(request, "Range");
        return lines;
    }

    private boolean isWorthwhile(String range, Request request) {
        Wrapper wrapper = request.getWrapper();
        return !PLAIN_RANGE.matcher(range).matches()
                && "GET".equals(request.getMethod())
                && wrapper != null
                && DefaultServlet.class.getName().equals(wrapper.getServletClass())
                && SendfileAttributes.isSupported(request)
                && rules.acceptsPath(request.getDecodedRequestURI())
                && ConnectionTakeover.isPossible(request)
                && isDownload(request);
    }

    private boolean isDownload(Request request) {
        String pathInfo = request.getPathInfo();
        String path = request.getServletPath() + (pathInfo == null ? "" : pathInfo);
        WebResource resource = request.getContext().getResources().getResource(path.isEmpty() ? "/" : path);
        String type = request.getContext().getServletContext().getMimeType(resource.getName());
        return resource.isFile() && rules.acceptsFile(resource.getName(), type, resource.getContentLength());
    }
}
