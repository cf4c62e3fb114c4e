/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The manager processes that belong to a Tomcat of a test: those whose socket lies below its directory. */
final class ManagerProcesses {
    private ManagerProcesses() {}

    /** Those that are running. */
    static List<ProcessHandle> of(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> isManagerOf(directory, process.info()))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static boolean isManagerOf(Path directory, ProcessHandle.Info info) {
        List<String> arguments = Arrays.asList(info.arguments().orElse(new String[0]));
        int option = arguments.indexOf("--socket");
        return option >= 0 && Path.of(arguments.get(option + 1)).startsWith(directory);
    }

    /** Ends them at once, as nobody else would do so soon. */
    static void kill(Path directory) {
        List<ProcessHandle> processes = of(directory);
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }
}
