/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.nio.file.Path;

/**
 * A Tomcat that is a terminal of the relay as an administrator sets it up: one jar in {@code lib}, two elements in {@code server.xml}, one in {@code context.xml}. What
 * is published appears in a folder of the application {@code ROOT}.
 */
final class TerminalTomcat implements AutoCloseable {
    private final String address;
    private final int port;
    private final TomcatProcess tomcat;

    /**
     * Starts one.
     *
     * @param address at the loopback, so that clients take each for another host
     * @param maxRate of all its downloads together, as the option of that name
     */
    TerminalTomcat(RelayCluster cluster, TomcatVersion version, String name, String address, String maxRate) {
        this.address = address;
        this.port = RelayCluster.freePort();
        TomcatBase base = TomcatBase.of(version)
                .shortLived()
                .lib(BuildPaths.of("spillway.relay.tomcat.jar"))
                .connector("port", Integer.toString(port))
                .connector("address", address)
                .connector("maxKeepAliveRequests", "-1");
        WebApp root = base.app("ROOT").file("page.html", "<p>a page</p>\n".repeat(300));
        Path files = root.path("files/none").getParent();
        base.conf(
                        "terminal.properties",
                        cluster.terminal(name, address, port)
                                + "folder=" + files + "\n"
                                + "state=" + base.directory().resolve("state") + "\n"
                                + "files=" + url("/files/") + "\n")
                .inHost(valve("dev.spillway.valve.DownloadValve")
                        .with("minSize", "64KiB")
                        .with("maxRate", maxRate))
                .inHost(valve("dev.spillway.relay.tomcat.TerminalValve").with("conf", "conf/terminal.properties"))
                .conf(
                        "context.xml",
                        "<Context>"
                                + valve("dev.spillway.relay.tomcat.mirror.MirrorValve")
                                        .with("path", "/files") + "</Context>");
        this.tomcat = TomcatProcess.start(base);
    }

    private static XmlElement valve(String type) {
        return new XmlElement("Valve").with("className", type);
    }

    /** The address of something here. */
    String url(String path) {
        return "http://" + address + ":" + port + path;
    }

    /** Asks for something here, on a connection of its own. */
    RawResponse get(String path, String... headerLines) {
        try (RawHttpClient client = connect()) {
            return client.sendGet(path, headerLines).readResponse();
        }
    }

    RawHttpClient connect() {
        return RawHttpClient.connect(address, port, 0);
    }

    /** A figure of its download valve. */
    long downloads(String attribute) {
        return tomcat.jmx().downloads(attribute);
    }

    @Override
    public void close() {
        tomcat.close();
    }
}
