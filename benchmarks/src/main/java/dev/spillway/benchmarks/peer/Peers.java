/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import dev.spillway.benchmarks.server.JettyServerMain;
import dev.spillway.benchmarks.server.UndertowServerMain;
import java.nio.file.Path;
import java.util.List;

/** All contenders. */
public final class Peers {
    private Peers() {}

    /**
     * In the order in which they are shown.
     *
     * @param tomcatHome an unpacked distribution of Tomcat 11
     * @param spillwayJar the drop-in jar
     * @param cSource the source of the server in C
     */
    public static List<Peer> all(Path tomcatHome, Path spillwayJar, Path cSource) {
        return List.of(
                new TomcatPeer(TomcatVariant.SPILLWAY, tomcatHome, spillwayJar),
                new TomcatPeer(TomcatVariant.SENDFILE, tomcatHome, spillwayJar),
                new TomcatPeer(TomcatVariant.STREAM, tomcatHome, spillwayJar),
                new TomcatPeer(TomcatVariant.VIRTUAL_THREADS, tomcatHome, spillwayJar),
                new NginxPeer("nginx", false),
                new NginxPeer("nginx-aio", true),
                new LighttpdPeer(),
                new JavaServerPeer("jetty", JettyServerMain.class),
                new JavaServerPeer("undertow", UndertowServerMain.class),
                new CServerPeer(cSource));
    }
}
