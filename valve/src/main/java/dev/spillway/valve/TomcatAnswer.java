/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.valve.connector.ConnectorHttp;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/**
 * Answers through Tomcat what is not, or can't be, taken over: small files, TLS to another process, HTTP/2, statuses
 * without a body.
 */
final class TomcatAnswer {
    private static final int COPY_BYTES = 64 << 10;

    private final Request request;
    private final Response response;
    private final ErrorPage errorPage;

    TomcatAnswer(Request request, Response response, ErrorPage errorPage) {
        this.request = request;
        this.response = response;
        this.errorPage = errorPage;
    }

    /** Sets the head of an answer without a body, and lets Tomcat have its error page where the status is an error. */
    void sendWithoutBody(AnswerPlan plan) throws IOException {
        prepare(plan);
        response.setContentLengthLong(plan.status() == HttpServletResponse.SC_OK ? 0 : -1);
        if (plan.isError()) {
            response.setContentType(null);
            errorPage.send(plan.status(), request, response);
        }
    }

    /** Sets the head alone: that of the answer to a GET, for a HEAD (RFC 9110 section 9.3.2). */
    void sendHead(AnswerPlan plan) {
        prepare(plan);
        response.setContentLengthLong(plan.length());
    }

    /** Has Tomcat send the body: by its own sendfile where it has one, else through memory. */
    void send(AnswerPlan plan, SourceFile file) throws IOException {
        sendHead(plan);
        if (plan.body().size() == 1
                && plan.body().get(0) instanceof FileRegion region
                && SendfileAttributes.isSupported(request)) {
            SendfileAttributes.set(request, file.path(), region.position(), region.position() + region.length());
            return;
        }
        sendThroughMemory(plan, file);
    }

    /** Has Tomcat send the body from memory, so that all of the file is read when this returns. */
    void sendThroughMemory(AnswerPlan plan, SourceFile file) throws IOException {
        sendHead(plan);
        byte[] buffer = new byte[COPY_BYTES];
        OutputStream out = response.getOutputStream();
        for (Segment segment : plan.body()) {
            if (segment instanceof FileRegion region) {
                copy(region, file, buffer, out);
            } else if (segment instanceof Bytes bytes) {
                out.write(bytes.content());
            }
        }
    }

    private void prepare(AnswerPlan plan) {
        SendfileAttributes.clear(request);
        response.resetBuffer(true);
        response.setStatus(plan.status());
        plan.dropped().forEach(name -> ConnectorHttp.removeHeader(response, name));
        plan.fields().forEach(response::setHeader);
    }

    private static void copy(FileRegion region, SourceFile file, byte[] buffer, OutputStream out) throws IOException {
        long position = region.position();
        long end = position + region.length();
        while (position < end) {
            int wanted = (int) Math.min(buffer.length, end - position);
            int read = file.channel().read(ByteBuffer.wrap(buffer, 0, wanted), position);
            if (read < 0) {
                // Unchecked, because Tomcat takes a checked one for a client that left, and keeps the connection.
                throw new UncheckedIOException(new EOFException("the file ends at " + position + ", before " + end));
            }
            out.write(buffer, 0, read);
            position += read;
        }
    }
}
