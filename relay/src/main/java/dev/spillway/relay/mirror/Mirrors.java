/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.mirror;

import dev.spillway.relay.terminal.LocalView;
import dev.spillway.relay.terminal.PublishedFile;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** Finds the published file that a request is for, and says how it is answered. Safe for use by any number of threads. */
final class Mirrors {
    private final LocalView view;
    private final MirrorSettings settings;

    Mirrors(LocalView view, MirrorSettings settings) {
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
        return name.isEmpty() || name.indexOf('/') >= 0 ? Optional.empty() : view.find(name);
    }

    MirrorAnswer answer(PublishedFile file, Request request, Response response) {
        return queryHas(request, MirrorFields.METALINK_QUERY)
                ? new MetalinkAnswer(file, request, response)
                : new LinkedAnswer(file, settings.redirects() ? view.load() : Redirection.NEVER, request, response);
    }

    /** Without the parameters of the servlet API: asking for them would decode them before the application says how. */
    static boolean queryHas(Request request, String parameter) {
        String query = request.getQueryString();
        return query != null && List.of(query.split("&")).contains(parameter);
    }
}
