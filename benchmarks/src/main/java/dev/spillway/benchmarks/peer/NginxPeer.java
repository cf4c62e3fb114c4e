/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** nginx with two workers: sendfile in the event loop, or sendfile in a pool of threads. */
final class NginxPeer implements Peer {
    private final String name;
    private final boolean aioThreads;

    NginxPeer(String name, boolean aioThreads) {
        this.name = name;
        this.aioThreads = aioThreads;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> missing() {
        return Programs.missing("nginx");
    }

    @Override
    public RunningPeer start(PeerSetup setup) throws IOException, InterruptedException {
        Path config = Files.writeString(setup.work().resolve("nginx.conf"), config(setup));
        return RunningPeer.start(
                List.of(
                        Programs.path("nginx"),
                        "-p",
                        setup.work().toString(),
                        "-e",
                        setup.work().resolve("error.log").toString(),
                        "-c",
                        config.toString()),
                setup);
    }

    private String config(PeerSetup setup) {
        // The user of a Debian package may not be let into the folder of the files.
        String user = "root".equals(System.getProperty("user.name")) ? "user root root;" : "";
        return """
                %s
                daemon off;
                worker_processes 2;
                worker_rlimit_nofile 20000;
                pid nginx.pid;
                error_log error.log;
                events { worker_connections 16384; }
                http {
                  access_log off;
                  sendfile on;
                  tcp_nopush on;
                  tcp_nodelay on;
                  keepalive_requests 100000000;
                  default_type application/octet-stream;
                  %s
                  %s
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  server {
                    listen 127.0.0.1:%d backlog=4096%s;
                    root %s;
                  }
                }
                """.formatted(
                        user,
                        aioThreads ? "aio threads;" : "",
                        setup.bytesPerSecond() > 0 ? "limit_rate " + setup.bytesPerSecond() + ";" : "",
                        setup.port(),
                        setup.tls().map(NginxPeer::tls).orElse(""),
                        setup.files());
    }

    /** Versions and ciphers as in Java by default, so that all do the same work. */
    private static String tls(TlsIdentity identity) {
        return " ssl; ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate " + identity.certificate()
                + "; ssl_certificate_key " + identity.key();
    }
}
