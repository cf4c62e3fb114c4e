/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat.mirror;

import dev.spillway.relay.terminal.Metalink4;
import dev.spillway.relay.terminal.PublishedFile;
import java.io.IOException;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/**
 * The Metalink document of a file. The pipeline, with its authenticators and filters, is asked for one byte of the file, which stays in the buffer; if it answers
 * with that, the document takes its place. What it answers otherwise, such as 401, stands; so does the file of an application that knows no ranges and has begun
 * to send it.
 */
final class MetalinkAnswer implements MirrorAnswer {
    private static final List<String> CONDITIONS = List.of(
            "If-Match",
            "If-None-Match",
            "If-Modified-Since",
            "If-Unmodified-Since",
            "If-Range",
            "Range",
            "Accept-Encoding");

    private final PublishedFile file;
    private final Request request;
    private final Response response;

    MetalinkAnswer(PublishedFile file, Request request, Response response) {
        this.file = file;
        this.request = request;
        this.response = response;
    }

    @Override
    public void before() {
        CONDITIONS.forEach(name -> TomcatHead.removeRequestField(request, name));
        TomcatHead.setRequestField(request, "Range", "bytes=0-0");
    }

    @Override
    public void after() throws IOException {
        boolean isFile = response.getStatus() == Response.SC_OK || response.getStatus() == Response.SC_PARTIAL_CONTENT;
        if (!isFile || response.isCommitted() || request.isAsync()) {
            return;
        }
        TomcatHead.dropBody(request, response);
        byte[] document = Metalink4.of(file, request.getRequestURL().toString());
        response.setStatus(Response.SC_OK);
        response.setContentType(Metalink4.TYPE);
        response.setHeader("Content-Disposition", Metalink4.disposition(file.name()));
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(document.length);
        if ("GET".equals(request.getMethod())) {
            response.getOutputStream().write(document);
        }
    }
}
