/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.http.ResponseHead;
import dev.spillway.valve.connector.ConnectorHttp;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.tomcat.util.http.FastHttpDateFormat;

/**
 * Puts together the head that Tomcat would write: what the pipeline has set and what the connector adds (SYSTEMS.md A8).
 * What says whether the connection stays open comes later, see {@link KeepAlive}.
 */
final class HeadBuilder {
    /** Fields that say how this connection frames the answer and goes on; they are never the application's to set. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "content-type", "keep-alive", "transfer-encoding", "upgrade");

    private HeadBuilder() {}

    /**
     * Builds the head of an answer that has a body.
     *
     * @throws IllegalArgumentException if a field can't be written as it is
     */
    static ResponseHead build(AnswerPlan plan, Request request, Response response) {
        ResponseHead head = new ResponseHead(plan.status());
        addApplicationFields(head, plan, request, response);
        for (Map.Entry<String, String> field : plan.fields().entrySet()) {
            head.field(field.getKey(), field.getValue());
        }
        head.field("Content-Length", Long.toString(plan.length()));
        if (response.getHeader("Date") == null) {
            head.field("Date", FastHttpDateFormat.getCurrentDate());
        }
        String server = ConnectorHttp.server(request);
        if (server != null) {
            head.field("Server", server);
        }
        return head;
    }

    private static void addApplicationFields(ResponseHead head, AnswerPlan plan, Request request, Response response) {
        boolean isServerDropped = ConnectorHttp.isServerOfApplicationDropped(request);
        Set<String> names =
                new TreeSet<>(String.CASE_INSENSITIVE_ORDER); // Tomcat names a field as often as it is there
        names.addAll(response.getHeaderNames());
        for (String name : names) {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (OF_THE_CONNECTION.contains(lowerCase)
                    || plan.dropped().contains(lowerCase)
                    || (isServerDropped && lowerCase.equals("server"))) {
                continue;
            }
            for (String value : response.getHeaders(name)) {
                head.field(name, value);
            }
        }
        if (response.getContentType() != null && !plan.dropped().contains("content-type")) {
            head.field("Content-Type", response.getContentType());
        }
        String language = ConnectorHttp.contentLanguage(response);
        if (language != null && response.getHeader("Content-Language") == null) {
            head.field("Content-Language", language);
        }
    }
}
