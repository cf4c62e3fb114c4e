/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat;

import dev.spillway.SendFile;
import dev.spillway.relay.serve.Exchange;
import dev.spillway.relay.serve.SentFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** A request of Tomcat. Files leave by {@link SendFile}, so the download valve takes them over where there is one. */
final class CatalinaExchange implements Exchange {
    private final Request request;
    private final Response response;
    private final String path;

    CatalinaExchange(Request request, Response response, String path) {
        this.request = request;
        this.response = response;
        this.path = path;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return path;
    }

    /** Not by way of Tomcat, which would read the content of the request as well. */
    @Override
    public Optional<String> query(String name) {
        String query = request.getQueryString();
        if (query != null) {
            for (String part : query.split("&", -1)) {
                int equals = part.indexOf('=');
                if (part.equals(name)) {
                    return Optional.of("");
                }
                if (equals > 0 && part.substring(0, equals).equals(name)) {
                    return Optional.of(URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public InputStream body() throws IOException {
        return request.getInputStream();
    }

    @Override
    public boolean isLocal() {
        boolean proxied = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
        try {
            return !proxied && InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void setHeader(String name, String value) {
        response.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        response.addHeader(name, value);
    }

    @Override
    public void answer(int status) throws IOException {
        response.setStatus(status);
        response.setContentLength(0);
    }

    @Override
    public void answer(int status, String type, byte[] content) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    @Override
    public void answer(SentFile file) throws IOException {
        SendFile.Options options = SendFile.Options.none()
                .withContentType(file.type())
                .withEntityTag(file.tag())
                .withLastModified(file.modified());
        SendFile.send(
                request.getRequest(),
                response.getResponse(),
                file.path(),
                file.isOnce() ? options.withDeletionAfterwards() : options);
    }
}
