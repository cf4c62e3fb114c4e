/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat.mirror;

import dev.spillway.relay.terminal.LocalView;
import dev.spillway.relay.terminal.MirrorFields;
import dev.spillway.relay.terminal.PublishedFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** Finds the published file that a request is for, and says how it is answered. Safe for use by any number of threads. */
final class Mirrors {
    private final Supplier<Optional<LocalView>> view;
    private final MirrorSettings settings;

    /** @param view what the terminal here has; empty while it does not run */
    Mirrors(Supplier<Optional<LocalView>> view, MirrorSettings settings) {
        this.view = view;
        this.settings = settings;
    }

    /** The published file of a GET or HEAD. */
    Optional<PublishedFile> find(Request request) {
        String path = request.getDecodedRequestURI();
        boolean isRead = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
        if (!isRead || path == null || !path.startsWith(settings.prefix())) {
            return Optional.empty();
        }
        String name = path.substring(settings.prefix().length());
        return name.isEmpty() || name.indexOf('/') >= 0
                ? Optional.empty()
                : view.get().flatMap(current -> current.find(name));
    }

    MirrorAnswer answer(PublishedFile file, Request request, Response response) {
        return queryHas(request, MirrorFields.METALINK_QUERY)
                ? new MetalinkAnswer(file, request, response)
                : new LinkedAnswer(file, load(), request, response);
    }

    private OptionalDouble load() {
        Optional<LocalView> current = settings.redirects() ? view.get() : Optional.empty();
        return current.isPresent() ? OptionalDouble.of(current.get().load()) : OptionalDouble.empty();
    }

    /** Without the parameters of the servlet API: asking for them would decode them before the application says how. */
    static boolean queryHas(Request request, String parameter) {
        String query = request.getQueryString();
        return query != null && List.of(query.split("&")).contains(parameter);
    }
}
