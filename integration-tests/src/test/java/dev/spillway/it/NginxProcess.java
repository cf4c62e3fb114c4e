/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
                }
            }
            """;

    private final Path directory = BuildPaths.newDirectory("nginx");
    private final Process process;
    private final int port;

    private NginxProcess(Path root) throws IOException {
        String nginx = Programs.require("nginx", "nginx");
        port = freePort();
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, CONFIGURATION.formatted(port, root));
        process = new ProcessBuilder(nginx, "-p", directory.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("console.log").toFile())
                .start();
    }

    static NginxProcess start(Path root) {
        try {
            NginxProcess nginx = new NginxProcess(root);
            Runtime.getRuntime().addShutdownHook(new Thread(nginx.process::destroyForcibly));
            try {
                Patience.await("nginx listens or has ended", () -> nginx.isListening() || !nginx.process.isAlive());
                assertThat(nginx.isListening())
                        .as("nginx listens; it said %s", Files.readString(nginx.directory.resolve("console.log")))
                        .isTrue();
                return nginx;
            } catch (RuntimeException | AssertionError e) {
                nginx.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private boolean isListening() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
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
