/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import dev.spillway.benchmarks.server.JettyServerMain;
import dev.spillway.benchmarks.server.UndertowServerMain;
import java.util.List;

/** All contenders. */
public final class Peers {
    private Peers() {}

    /** In the order in which they are shown. */
    public static List<Peer> all(Installation installation) {
        return List.of(
                spillway(installation),
                spillwayProcess(installation),
                new TomcatPeer(TomcatVariant.SENDFILE, installation),
                new TomcatPeer(TomcatVariant.STREAM, installation),
                new TomcatPeer(TomcatVariant.VIRTUAL_THREADS, installation),
                new NginxPeer("nginx", false),
                new NginxPeer("nginx-aio", true),
                new LighttpdPeer(),
                new JavaServerPeer("jetty", JettyServerMain.class),
                new JavaServerPeer("undertow", UndertowServerMain.class),
                new CServerPeer(installation.cServerSource()));
    }

    /** Tomcat with the valve. */
    public static Peer spillway(Installation installation) {
        return new TomcatPeer(TomcatVariant.SPILLWAY, installation);
    }

    /** The same, with a manager process that sends the downloads. */
    public static Peer spillwayProcess(Installation installation) {
        return new TomcatPeer(TomcatVariant.PROCESS, installation);
    }
}
