/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The least that a server can do, compiled from our own source: the floor of every figure. */
final class CServerPeer implements Peer {
    private final Path source;

    CServerPeer(Path source) {
        this.source = source;
    }

    @Override
    public String name() {
        return "c-sendfile";
    }

    @Override
    public Optional<String> missing() {
        return Programs.missing("gcc");
    }

    @Override
    public RunningPeer start(PeerSetup setup) throws IOException, InterruptedException {
        String program = setup.work().resolve("sendfile-server").toString();
        Programs.run(List.of(Programs.path("gcc"), "-O2", "-Wall", "-o", program, source.toString()));
        return RunningPeer.start(
                List.of(program, Integer.toString(setup.port()), setup.files().toString()), setup);
    }
}
