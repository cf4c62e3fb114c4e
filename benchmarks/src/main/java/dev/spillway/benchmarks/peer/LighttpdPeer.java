/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** lighttpd as it comes: one process, sendfile. */
final class LighttpdPeer implements Peer {
    @Override
    public String name() {
        return "lighttpd";
    }

    @Override
    public Optional<String> missing() {
        return Programs.missing("lighttpd");
    }

    @Override
    public RunningPeer start(PeerSetup setup) throws IOException, InterruptedException {
        String config = """
                server.document-root = "%s"
                server.bind = "127.0.0.1"
                server.port = %d
                server.network-backend = "sendfile"
                server.max-connections = 16384
                server.max-fds = 20000
                server.listen-backlog = 4096
                server.max-keep-alive-requests = 65535
                server.errorlog = "%s"
                mimetype.assign = ( ".html" => "text/html", "" => "application/octet-stream" )
                """.formatted(setup.files(), setup.port(), setup.work().resolve("error.log"));
        Path file = Files.writeString(setup.work().resolve("lighttpd.conf"), config);
        return RunningPeer.start(List.of(Programs.path("lighttpd"), "-D", "-f", file.toString()), setup);
    }
}
