/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server in Java that one of our own main classes starts: Jetty, Undertow. */
final class JavaServerPeer implements Peer {
    private final String name;
    private final Class<?> mainClass;

    JavaServerPeer(String name, Class<?> mainClass) {
        this.name = name;
        this.mainClass = mainClass;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public RunningPeer start(PeerSetup setup) throws IOException, InterruptedException {
        return RunningPeer.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        TomcatPeer.MAX_HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        mainClass.getName(),
                        Integer.toString(setup.port()),
                        setup.files().toString(),
                        Integer.toString(setup.maxThreads())),
                setup);
    }
}
