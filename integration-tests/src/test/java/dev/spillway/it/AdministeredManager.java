/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A manager process as an administrator runs it, where the valve of a Tomcat looks for one. */
final class AdministeredManager {
    private AdministeredManager() {}

    /**
     * Starts one, and waits until it listens. It ends with the Tomcat of the test, as all do whose socket is in its directory.
     *
     * @param descriptors the most that it may have
     */
    static Process start(TomcatBase base, int descriptors, String... options) {
        Path socket = base.directory().resolve("work").resolve("spillway").resolve("manager.sock");
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", BuildPaths.of("spillway.manager.jar").toString()));
        command.addAll(List.of("--socket", socket.toString()));
        command.addAll(List.of(options));
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(base.directory().resolve("manager.log").toFile())
                    .start();
            Patience.await("the manager listens", () -> Files.exists(socket));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
