/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.valve.metrics.Exposition;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** Answers the requests for the pages of the valve. Safe for use by any thread. */
public final class StatusSite {
    private static final String HTML = "text/html;charset=UTF-8";
    private static final String CSS = "text/css;charset=UTF-8";
    private static final String SCRIPT = "text/javascript;charset=UTF-8";
    private static final String READ = "GET, HEAD";
    private static final String OPERATE = "POST";

    private final StatusSettings settings;
    private final Visitors visitors;
    private final PageOrigin origin = new PageOrigin();
    private final Operations operations;
    private final Map<String, Function<Request, Reply>> pages = new HashMap<>();

    StatusSite(
            StatusSettings settings,
            Visitors visitors,
            DownloadManager manager,
            History history,
            Exposition exposition) {
        this.settings = settings;
        this.visitors = visitors;
        operations = new Operations(manager);
        if (!settings.metricsPath().isEmpty()) {
            pages.put(settings.metricsPath(), request -> metrics(exposition.page(request.getHeader("Accept"))));
        }
        if (!settings.statusPath().isEmpty()) {
            addResources();
            Figures figures = new Figures(manager, history);
            addPage("status.json", request -> figures.status(origin.token()));
            addPage("history.json", request -> figures.history());
            addPage("downloads.json", figures::downloads);
        }
    }

    private static Reply metrics(Exposition.Page page) {
        return new Reply(HttpServletResponse.SC_OK, page.contentType(), page.body());
    }

    private void addResources() {
        addResource("", "page.html", HTML);
        addResource("page.css", "page.css", CSS);
        addResource("icon.svg", "icon.svg", "image/svg+xml");
        for (String script : new String[] {"page.js", "ask.js", "format.js", "plot.js", "rows.js", "server.js"}) {
            addResource(script, script, SCRIPT);
        }
    }

    private void addResource(String path, String resource, String type) {
        Reply reply = Reply.resource(resource, type);
        addPage(path, request -> reply);
    }

    private void addPage(String path, Function<Request, Reply> page) {
        pages.put(settings.statusPath() + "/" + path, page);
    }

    /** Whether the request is for one of the pages, so that nobody else is to answer it. */
    public boolean isFor(Request request) {
        String path = request.getDecodedRequestURI();
        return isBelow(settings.statusPath(), path) || path.equals(settings.metricsPath());
    }

    private static boolean isBelow(String parent, String path) {
        return !parent.isEmpty()
                && path.startsWith(parent)
                && (path.length() == parent.length() || path.charAt(parent.length()) == '/');
    }

    /** Answers. */
    public void answer(Request request, Response response) throws IOException {
        reply(request, response).send(response, "HEAD".equals(request.getMethod()));
    }

    private Reply reply(Request request, Response response) {
        return switch (visitors.judge(request)) {
            case WELCOME -> replyToFriend(request, response);
            case UNKNOWN -> {
                response.setHeader("WWW-Authenticate", "Basic realm=\"Spillway\", charset=\"UTF-8\"");
                yield Reply.error(HttpServletResponse.SC_UNAUTHORIZED, "a name and a password are needed");
            }
            case FORBIDDEN ->
                Reply.error(
                        HttpServletResponse.SC_FORBIDDEN,
                        settings.role().isEmpty()
                                ? "this page is for visitors on the same machine; the option statusRole opens it for others"
                                : "this page is for users who have the role of the option statusRole");
        };
    }

    private Reply replyToFriend(Request request, Response response) {
        String path = request.getDecodedRequestURI();
        if (path.equals(settings.statusPath())) {
            response.setHeader("Location", path + "/");
            return Reply.error(HttpServletResponse.SC_FOUND, "the page is at " + path + "/");
        }
        Function<Request, Reply> page = pages.get(path);
        if (page != null) {
            return isRead(request) ? page.apply(request) : notAllowed(response, READ);
        }
        String operation = path.substring(settings.statusPath().length());
        if (!Operations.isAt(operation)) {
            return Reply.error(HttpServletResponse.SC_NOT_FOUND, "there is no such page");
        }
        return OPERATE.equals(request.getMethod()) ? operate(operation, request) : notAllowed(response, OPERATE);
    }

    private static boolean isRead(Request request) {
        return "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
    }

    private static Reply notAllowed(Response response, String methods) {
        response.setHeader("Allow", methods);
        return Reply.error(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "only " + methods + " is allowed here");
    }

    private Reply operate(String operation, Request request) {
        if (!origin.isOurs(request)) {
            return Reply.error(
                    HttpServletResponse.SC_FORBIDDEN,
                    "an operation needs the token of status.json in the header " + PageOrigin.TOKEN_HEADER
                            + ", and a request from this page or a script");
        }
        return operations.run(operation, request);
    }
}
