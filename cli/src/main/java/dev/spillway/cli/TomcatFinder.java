/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Finds Tomcats on this machine, and asks their JVMs for JMX: no port has to be set up for that. */
final class TomcatFinder {
    private static final String MAIN_CLASS = "org.apache.catalina.startup.Bootstrap";

    private TomcatFinder() {}

    /** The address of JMX of the only Tomcat of this user. */
    static String onlyTomcat() {
        List<VirtualMachineDescriptor> found = VirtualMachine.list().stream()
                .filter(machine -> machine.displayName().startsWith(MAIN_CLASS))
                .toList();
        if (found.isEmpty()) {
            throw new CliException(
                    ExitCode.NOT_REACHED,
                    "no Tomcat of this user is running on this machine; name the process of another server, such as one"
                            + " of Spring Boot, with --pid, or its JMX with --url");
        }
        if (found.size() > 1) {
            throw new CliException(
                    ExitCode.USAGE,
                    "there are several Tomcats; choose one with --pid: "
                            + found.stream().map(VirtualMachineDescriptor::id).collect(Collectors.joining(", ")));
        }
        return ofProcess(found.get(0).id());
    }

    /** The address of JMX of a process, which must be of the same user. */
    static String ofProcess(String pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(pid);
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | IOException e) {
            throw new CliException(
                    ExitCode.NOT_REACHED,
                    "process " + pid + " can't be reached: " + e.getMessage()
                            + "; it must be a JVM of the same user on this machine",
                    e);
        }
    }
}
