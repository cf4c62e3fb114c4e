/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat.mirror;

import dev.spillway.manager.api.ManagerStats;
import dev.spillway.relay.terminal.LocalView;
import dev.spillway.relay.terminal.MirrorFields;
import dev.spillway.relay.terminal.PublishedFile;
import dev.spillway.valve.DownloadValve;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** A Tomcat that serves files below {@code /files} by its DefaultServlet, behind both valves. What is published, and how busy it is, the test says. */
final class FileNode implements AutoCloseable, LocalView {
    /** A request with this field is refused by a filter, as by the security of an application. */
    static final String UNWELCOME = "Unwelcome";

    private final Tomcat tomcat = new Tomcat();
    private final DownloadValve downloads = new DownloadValve();
    private final String address;
    private final Path files;
    private final Map<String, PublishedFile> published = new ConcurrentHashMap<>();
    volatile double load;

    /**
     * Starts it.
     *
     * @param number last of its loopback address, so that clients take each for another host
     * @param minSize from which on downloads are taken off Tomcat, as the option of that name
     * @param maxRate of all downloads together, as the option of that name
     */
    FileNode(Path folder, int number, String minSize, String maxRate, boolean redirects) throws Exception {
        address = "127.0.0." + number;
        Path docBase = folder.resolve("node" + number);
        files = Files.createDirectories(docBase.resolve("files"));
        tomcat.setBaseDir(folder.resolve("base" + number).toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", address);
        tomcat.getConnector().setProperty("compression", "force");
        Context context = tomcat.addContext("", docBase.toString());
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        addGuard(context);
        downloads.setMinSize(minSize);
        downloads.setMaxRate(maxRate);
        downloads.setDrainTimeout("0");
        MirrorValve mirrors = new MirrorValve();
        mirrors.setView(this);
        mirrors.setRedirectBrowsers(Boolean.toString(redirects));
        tomcat.getEngine().getPipeline().addValve(downloads);
        context.getPipeline().addValve(mirrors);
        tomcat.start();
    }

    private static void addGuard(Context context) {
        FilterDef guard = new FilterDef();
        guard.setFilterName("guard");
        guard.setFilter((request, response, chain) -> {
            if (((jakarta.servlet.http.HttpServletRequest) request).getHeader(UNWELCOME) != null) {
                ((HttpServletResponse) response).sendError(HttpServletResponse.SC_FORBIDDEN);
            } else {
                chain.doFilter(request, response);
            }
        });
        FilterMap map = new FilterMap();
        map.setFilterName("guard");
        map.addURLPattern("/*");
        context.addFilterDef(guard);
        context.addFilterMap(map);
    }

    Path folder() {
        return files;
    }

    URI url(String name) {
        return files().resolve(MirrorFields.encode(name));
    }

    void publish(PublishedFile file) {
        published.put(file.name(), file);
    }

    @Override
    public List<PublishedFile> published() {
        return List.copyOf(published.values());
    }

    @Override
    public Optional<PublishedFile> find(String name) {
        return Optional.ofNullable(published.get(name));
    }

    @Override
    public URI files() {
        return URI.create("http://" + address + ":" + tomcat.getConnector().getLocalPort() + "/files/");
    }

    @Override
    public double load() {
        return load;
    }

    long bytesSent() {
        return downloads.stats().map(ManagerStats::bytesSent).orElseThrow();
    }

    /** Sends a request; a new client each time, so that nothing is followed. */
    static HttpResponse<byte[]> send(String method, URI uri, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
