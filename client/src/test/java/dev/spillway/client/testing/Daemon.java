/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real server from the packages of the system, in the foreground as a child of the test, perhaps in a network namespace. */
public final class Daemon implements AutoCloseable {
    private final Process process;

    private Daemon(Process process) {
        this.process = process;
    }

    /**
     * Starts nginx.
     *
     * @param servers bodies of its {@code http} block
     * @param prefix words before the command, such as {@code ip netns exec NAME}
     */
    public static Daemon nginx(Path directory, String servers, List<String> prefix, int port) throws IOException {
        require("nginx");
        Files.createDirectories(directory);
        Path config = directory.resolve("nginx.conf");
        Files.writeString(
                config,
                "daemon off; master_process off; pid " + directory + "/pid; error_log " + directory + "/error.log;\n"
                        + "events { worker_connections 256; }\n"
                        + "http { access_log off; keepalive_timeout 30s; sendfile on;\n"
                        + "client_body_temp_path " + directory + "/b; proxy_temp_path " + directory + "/p;\n"
                        + "fastcgi_temp_path " + directory + "/f; uwsgi_temp_path " + directory + "/u;\n"
                        + "scgi_temp_path " + directory + "/s;\n" + servers + "}\n");
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("nginx", "-c", config.toString()));
        return start(command, directory, prefix, port);
    }

    /** Starts vsftpd for anonymous users and, if there is one, a password file of its own. */
    public static Daemon vsftpd(Path directory, Path root, String address, int port) throws IOException {
        require("vsftpd");
        Files.createDirectories(directory.resolve("empty"));
        Path config = directory.resolve("vsftpd.conf");
        Files.writeString(
                config,
                (address.indexOf(':') >= 0
                                ? "listen=NO\nlisten_ipv6=YES\nlisten_address6="
                                : "listen=YES\nlisten_address=")
                        + address + "\nlisten_port=" + port + "\nbackground=NO\n"
                        + "anonymous_enable=YES\nlocal_enable=NO\nanon_root=" + root + "\nsecure_chroot_dir="
                        + directory.resolve("empty") + "\npasv_enable=YES\nseccomp_sandbox=NO\nxferlog_enable=NO\n"
                        + "run_as_launching_user=YES\n");
        return start(List.of("vsftpd", config.toString()), directory, List.of(), port);
    }

    private static void require(String program) {
        if (!Shell.has(program)) {
            throw new IllegalStateException(program + " is not installed: run bin/install-tools " + program);
        }
    }

    private static Daemon start(List<String> command, Path directory, List<String> prefix, int port)
            throws IOException {
        Path log = directory.resolve("output.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Daemon daemon = new Daemon(process);
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive() || listens(prefix, port));
            if (!process.isAlive()) {
                throw new IOException(command + " ended at once: " + Files.readString(log));
            }
            return daemon;
        } catch (IOException | RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    private static boolean listens(List<String> prefix, int port) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("ss", "-Hltn", "sport = :" + port));
        return !Shell.run(command.toArray(String[]::new)).isBlank();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the server at once, as a crash would. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
