/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.ManagerConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;

/** An embedded Tomcat in which a servlet hands files over, with all that stands between it and the client. */
final class OfferServer implements AutoCloseable {
    /** What the application does. */
    interface Application {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    private final Tomcat tomcat = new Tomcat();
    private final ManagerLease lease = new ManagerLease();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path docBase;

    /**
     * Starts a server.
     *
     * @param minSize of the rules, in bytes
     */
    OfferServer(Path folder, OfferFinder finder, String minSize, Application application) throws Exception {
        docBase = Files.createDirectories(folder.resolve("webapp"));
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        Context context = tomcat.addContext("", docBase.toString());
        context.addMimeMapping("iso", "application/x-iso9660-image");
        context.addMimeMapping("txt", "text/plain");
        Tomcat.addServlet(context, "application", new HttpServlet() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected void service(HttpServletRequest request, HttpServletResponse response)
                            throws IOException, ServletException {
                        application.answer(request, response);
                    }
                })
                .addMapping("/app/*");
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        DownloadManager manager = lease.acquire(ManagerConfig.defaults(), new DownloadValve().logSettings(), null);
        OffloadRules rules = OffloadRules.parse(minSize, "", "", "", "");
        tomcat.getEngine()
                .getPipeline()
                .addValve(new OfferValve(
                        new Offloader(finder, rules, manager, new ErrorPage(tomcat.getEngine()), lease.downloadLog())));
        tomcat.start();
    }

    Path docBase() {
        return docBase;
    }

    HttpResponse<byte[]> get(String... headers) throws Exception {
        return send("GET", "/app/x", headers);
    }

    HttpResponse<byte[]> send(String method, String uri, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + uri))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        lease.end(Duration.ZERO);
    }

    private static final class OfferValve extends ValveBase {
        private final Offloader offloader;

        OfferValve(Offloader offloader) {
            super(true);
            this.offloader = offloader;
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            OfferFinder.announce(request);
            getNext().invoke(request, response);
            offloader.offload(request, response, List.of(), System.nanoTime());
        }
    }
}
