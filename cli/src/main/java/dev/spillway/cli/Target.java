/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import picocli.CommandLine.Option;

/** The options that say which Tomcat is meant, and which of its managers. */
final class Target {
    private static final String PASSWORD_VARIABLE = "SPILLWAY_JMX_PASSWORD";

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "Process of the server (default: the only Tomcat of this user).")
    private String pid;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "JMX of the server in the place of a process,"
                    + " such as service:jmx:rmi:///jndi/rmi://127.0.0.1:9010/jmxrmi.")
    private String url;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "User of the JMX at --url; the password is taken from the environment variable "
                    + PASSWORD_VARIABLE + ".")
    private String user;

    @Option(
            names = "--manager",
            paramLabel = "TEXT",
            description = "The manager whose name in JMX has this text, where valves in several places have one each.")
    private String manager = "";

    /** Connects to the managers that are meant; there is at least one. */
    @SuppressWarnings("BanJNDI") // the address is the one that the user gave, or that of a process of the same user
    Managers connect() {
        if (pid != null && url != null) {
            throw new CliException(ExitCode.USAGE, "--pid and --url name two servers; leave one out");
        }
        String address = url != null ? url : pid != null ? TomcatFinder.ofProcess(pid) : TomcatFinder.onlyTomcat();
        try {
            return Managers.of(JMXConnectorFactory.connect(new JMXServiceURL(address), environment()), manager);
        } catch (IOException | SecurityException e) {
            throw new CliException(
                    ExitCode.NOT_REACHED, "JMX can't be reached at " + address + ": " + e.getMessage(), e);
        }
    }

    private Map<String, Object> environment() {
        Map<String, Object> environment = new HashMap<>();
        if (user != null) {
            String password = System.getenv(PASSWORD_VARIABLE);
            if (password == null) {
                throw new CliException(
                        ExitCode.USAGE, "--user needs a password in the environment variable " + PASSWORD_VARIABLE);
            }
            environment.put(JMXConnector.CREDENTIALS, new String[] {user, password});
        }
        return environment;
    }
}
