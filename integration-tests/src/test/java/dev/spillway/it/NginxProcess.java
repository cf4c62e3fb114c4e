/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** An nginx that serves one directory, for comparison. */
final class NginxProcess implements AutoCloseable {
    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr;
            events { worker_connections 256; }
            http {
                access_log off;
                sendfile on;
                default_type application/octet-stream;
                client_body_temp_path temp1;
                proxy_temp_path temp2;
                fastcgi_temp_path temp3;
                uwsgi_temp_path temp4;
                scgi_temp_path temp5;
                server {
                    listen 127.0.0.1:%d;
                    root %s;
                    %s
                }
            }
            """;

    private static final int ATTEMPTS = 3;

    private final Path directory = BuildPaths.newDirectory("nginx");
    private final Process process;
    private final int port;

    private NginxProcess(Path root, String directives) throws IOException {
        String nginx = Programs.require("nginx", "nginx");
        port = freePort();
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, CONFIGURATION.formatted(port, root, directives));
        process = new ProcessBuilder(nginx, "-p", directory.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("console.log").toFile())
                .start();
    }

    /**
     * Starts one; once more if somebody else was given its port meanwhile.
     *
     * @param directives for the server, each with its semicolon
     */
    static NginxProcess start(Path root, String directives) {
        String said = "";
        for (int i = 0; i < ATTEMPTS; i++) {
            NginxProcess nginx = launch(root, directives);
            try {
                // It writes its number when it has the port.
                Patience.await(
                        "nginx listens or has ended",
                        () -> Files.exists(nginx.directory.resolve("nginx.pid")) || !nginx.process.isAlive());
                if (nginx.process.isAlive()) {
                    return nginx;
                }
                said = Files.readString(nginx.directory.resolve("console.log"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (RuntimeException e) {
                nginx.close();
                throw e;
            }
            nginx.close();
        }
        throw new AssertionError("nginx does not listen; it said " + said);
    }

    private static NginxProcess launch(Path root, String directives) {
        try {
            NginxProcess nginx = new NginxProcess(root, directives);
            Runtime.getRuntime().addShutdownHook(new Thread(nginx.process::destroyForcibly));
            return nginx;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        BuildPaths.delete(directory);
    }
}
