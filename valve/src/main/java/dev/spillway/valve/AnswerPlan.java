/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.http.ResponseHead;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.tomcat.util.http.FastHttpDateFormat;

/**
 * The answer that is sent in the place of Tomcat's: its status, its head as the pipeline has set it, and the region of
 * the file (SYSTEMS.md A8).
 *
 * @param status 200 or 206
 * @param position offset of the first byte of the file
 * @param length number of bytes of the file
 * @param fresh the file whose validators replace those of the application, or null to keep the latter
 */
record AnswerPlan(int status, long position, long length, SourceFile fresh) {
    /** Fields that say how this connection frames the answer and goes on; they are never the application's to set. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "content-type", "keep-alive", "transfer-encoding", "upgrade");

    private static final Set<String> OF_THE_VERSION = Set.of("content-range", "etag", "last-modified");

    /**
     * Compares what was announced with the file as it was opened.
     *
     * <p>{@code DefaultServlet} answers from a cache: for some seconds after a file was replaced, it announces length and
     * validators of the old one, and with them the new bytes would be cut or a mix. Its entity tag says which version it
     * means. If that is not the opened one, the client gets the whole of the opened one, with its own validators: a range
     * may always be answered so (RFC 9110 section 14.2).
     *
     * @return null if the region is none of the file
     */
    static AnswerPlan of(SendfileRequest wanted, SourceFile file, Response response) {
        TomcatTag announced = TomcatTag.parse(response.getHeader("ETag"));
        if (announced != null && announced.isOf(wanted, response) && !announced.isOf(file)) {
            return file.size() == 0 ? null : new AnswerPlan(HttpServletResponse.SC_OK, 0, file.size(), file);
        }
        if (wanted.start() < 0 || wanted.length() <= 0 || wanted.end() > file.size()) {
            return null;
        }
        return new AnswerPlan(response.getStatus(), wanted.start(), wanted.length(), null);
    }

    /**
     * Head and body.
     *
     * @throws IllegalArgumentException if a field can't be written as it is
     */
    List<Segment> segments(Request request, Response response) {
        ResponseHead head = new ResponseHead(status);
        addApplicationFields(head, request, response);
        if (fresh != null) {
            head.field("ETag", TomcatTag.of(fresh).toString());
            head.field("Last-Modified", FastHttpDateFormat.formatDate(fresh.lastModifiedMillis()));
        }
        head.field("Content-Length", Long.toString(length));
        addConnectorFields(head, request, response);
        head.field("Connection", "close");
        return List.of(new Bytes(head.toBytes()), new FileRegion(position, length));
    }

    private void addApplicationFields(ResponseHead head, Request request, Response response) {
        boolean isOverridingServer = isServerOverridden(request);
        for (String name : response.getHeaderNames()) {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (OF_THE_CONNECTION.contains(lowerCase)
                    || (fresh != null && OF_THE_VERSION.contains(lowerCase))
                    || (isOverridingServer && lowerCase.equals("server"))) {
                continue;
            }
            for (String value : response.getHeaders(name)) {
                head.field(name, value);
            }
        }
        if (response.getContentType() != null) {
            head.field("Content-Type", response.getContentType());
        }
        String language = ConnectionTakeover.contentLanguage(response);
        if (language != null && response.getHeader("Content-Language") == null) {
            head.field("Content-Language", language);
        }
    }

    private static boolean isServerOverridden(Request request) {
        return request.getConnector().getProperty("server") != null
                || Boolean.parseBoolean(
                        String.valueOf(request.getConnector().getProperty("serverRemoveAppProvidedValues")));
    }

    private static void addConnectorFields(ResponseHead head, Request request, Response response) {
        if (response.getHeader("Date") == null) {
            head.field("Date", FastHttpDateFormat.getCurrentDate());
        }
        if (request.getConnector().getProperty("server") instanceof String server) {
            head.field("Server", server);
        }
    }
}
