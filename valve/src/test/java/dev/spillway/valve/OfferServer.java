/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

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
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;

/** An embedded Tomcat in which a servlet hands files over, with all that stands between it and the client. */
final class OfferServer implements AutoCloseable {
    /** What the application does. */
    interface Application {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    /**
     * What applications may hand over.
     *
     * @param roots as the option of the valve
     * @param internal as the option of the valve
     */
    record Options(String roots, String internal) {}

    private final Tomcat tomcat = new Tomcat();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path docBase;

    /**
     * Starts a server.
     *
     * @param minSize of the rules, in bytes
     */
    OfferServer(Path folder, Options options, String minSize, Application application) throws Exception {
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
        DownloadValve valve = new DownloadValve();
        valve.setMinSize(minSize);
        valve.setRoots(options.roots());
        valve.setInternal(options.internal());
        valve.setDrainTimeout("0");
        tomcat.getEngine().getPipeline().addValve(valve);
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
    }
}
