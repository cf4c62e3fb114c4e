/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat.mirror;

import dev.spillway.relay.terminal.MirrorFields;
import dev.spillway.relay.terminal.PublishedFile;
import dev.spillway.relay.terminal.Redirection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** The file itself, with what {@link MirrorFields} says of it; or a redirection to where it is had sooner. */
final class LinkedAnswer implements MirrorAnswer {
    private static final Set<Integer> ABOUT_THE_FILE =
            Set.of(Response.SC_OK, Response.SC_PARTIAL_CONTENT, Response.SC_NOT_MODIFIED);

    private final PublishedFile file;
    private final OptionalDouble ownLoad;
    private final Request request;
    private final Response response;
    private final List<Map.Entry<String, String>> fields = new ArrayList<>();

    /** @param ownLoad of this terminal; empty if browsers are not to be sent on */
    LinkedAnswer(PublishedFile file, OptionalDouble ownLoad, Request request, Response response) {
        this.file = file;
        this.ownLoad = ownLoad;
        this.request = request;
        this.response = response;
        MirrorFields.of(file, (name, value) -> fields.add(Map.entry(name, value)));
    }

    /** The fields are set before anything is answered, as a small file is on its way when the pipeline returns. */
    @Override
    public void before() {
        // A digest of the file would be wrong for a compressed one, and pieces of that could not be had from several.
        TomcatHead.removeRequestField(request, "Accept-Encoding");
        fields.forEach(field -> response.addHeader(field.getKey(), field.getValue()));
    }

    @Override
    public void after() {
        if (response.isCommitted()) {
            return;
        }
        if (!ABOUT_THE_FILE.contains(response.getStatus())) {
            takeBack();
            return;
        }
        Optional<String> elsewhere = elsewhere();
        if (elsewhere.isPresent()) {
            takeBack();
            TomcatHead.dropBody(request, response);
            response.setStatus(Response.SC_TEMPORARY_REDIRECT);
            response.setHeader("Location", elsewhere.get());
            response.setHeader("Cache-Control", "no-store");
            response.setContentLengthLong(0);
        }
    }

    private Optional<String> elsewhere() {
        boolean isFree = ownLoad.isPresent()
                && response.getStatus() == Response.SC_OK
                && !request.isAsync()
                && "GET".equals(request.getMethod())
                && request.getHeader("Range") == null
                && !Mirrors.queryHas(request, Redirection.MARK);
        return isFree
                ? Redirection.of(file, ownLoad.getAsDouble(), Optional.ofNullable(request.getHeader("Accept")))
                : Optional.empty();
    }

    /** An error page is not the file; fields of the same names that the application has set stay. */
    private void takeBack() {
        for (String name : List.of(MirrorFields.LINK, MirrorFields.REPR_DIGEST, MirrorFields.DIGEST)) {
            Collection<String> values = List.copyOf(response.getHeaders(name));
            TomcatHead.removeField(response, name);
            values.stream()
                    .filter(value -> !fields.contains(Map.entry(name, value)))
                    .forEach(value -> response.addHeader(name, value));
        }
    }
}
