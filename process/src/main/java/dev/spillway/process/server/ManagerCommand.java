/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import dev.spillway.process.descriptor.Descriptors;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a manager process that goes its own way: it hangs on to nothing of the one that starts it, and begins a session of its
 * own, so that no signal meant for the other reaches it.
 */
public final class ManagerCommand {
    private ManagerCommand() {}

    /**
     * Starts a process.
     *
     * @param classPath with this class and what it needs
     * @param arguments see {@link ServerOptions}
     * @param input what becomes its standard input
     * @param log where its words are appended
     */
    public static Process start(String classPath, List<String> arguments, Redirect input, Redirect log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(Descriptors.JVM_OPTION);
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectInput(input)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }
}
