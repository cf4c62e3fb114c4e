/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.api.Settings;
import dev.spillway.process.client.RemoteSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The attributes that say where downloads are sent. */
abstract class ProcessOptions extends LimitOptions {
    private static final String PROCESS_LOG = "logs/spillway-manager.log";

    private static final List<String> DISCIPLINES = List.of("fifo", "smallest", "fair", "priority");

    private String manager = "embedded";
    private String socket = "work/spillway/manager.sock";
    private String managers = "1";
    private String answerTimeout = "1s";
    private String idleExit = "60s";

    /**
     * Reads the attributes.
     *
     * @throws IllegalArgumentException if one can't be used, with its name, value, bounds and an example
     */
    final ManagerSettings managerSettings(ManagerConfig engine) {
        return switch (manager) {
            case "embedded" -> new ManagerSettings(engine, Optional.empty());
            case "process" -> new ManagerSettings(engine, Optional.of(remoteSettings(engine)));
            default ->
                throw new IllegalArgumentException(
                        "manager=\"" + manager + "\" is neither \"embedded\" nor \"process\"");
        };
    }

    private RemoteSettings remoteSettings(ManagerConfig engine) {
        if (!DISCIPLINES.contains(engine.queue().discipline())) {
            throw new IllegalArgumentException("discipline=\"" + engine.queue().discipline()
                    + "\" is a class, which a process does not have: one of " + DISCIPLINES
                    + ", or manager=\"embedded\"");
        }
        return new RemoteSettings(
                path(socket),
                parseManagers(),
                Settings.duration("answerTimeout", answerTimeout, Duration.ofMillis(1), Duration.ofSeconds(60), "1s"),
                Settings.duration("idleExit", idleExit, Duration.ofMillis(100), Duration.ofDays(365), "60s"),
                engine,
                path(PROCESS_LOG),
                RemoteSettings.ownClassPath());
    }

    private Path path(String text) {
        try {
            return getContainer().getCatalinaBase().toPath().toAbsolutePath().resolve(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "socket=\"" + text + "\" is no path: " + e.getReason() + "; such as \"/run/spillway/manager.sock\"",
                    e);
        }
    }

    private int parseManagers() {
        try {
            return Integer.parseInt(managers.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("managers=\"" + managers + "\" is no number: 1 to 16, such as \"1\"", e);
        }
    }

    /** The attributes as they are set, for the line that a valve writes when it starts. */
    final String describeProcess() {
        return "manager=\"" + manager + "\" socket=\"" + socket + "\" managers=\"" + managers + "\" answerTimeout=\""
                + answerTimeout + "\" idleExit=\"" + idleExit + "\"";
    }

    public String getManager() {
        return manager;
    }

    /** Where downloads are sent: "embedded" in this JVM, or "process" in one of its own. */
    public void setManager(String manager) {
        this.manager = manager;
    }

    public String getSocket() {
        return socket;
    }

    /** File of the socket of the manager process, relative to {@code CATALINA_BASE}, in a folder of its own. */
    public void setSocket(String socket) {
        this.socket = socket;
    }

    public String getManagers() {
        return managers;
    }

    /** Number of manager processes. */
    public void setManagers(String managers) {
        this.managers = managers;
    }

    public String getAnswerTimeout() {
        return answerTimeout;
    }

    /** Time, such as "1s", after which a download that no process has taken is sent by this JVM. */
    public void setAnswerTimeout(String answerTimeout) {
        this.answerTimeout = answerTimeout;
    }

    public String getIdleExit() {
        return idleExit;
    }

    /** Time, such as "60s", after which a process without Tomcat and downloads ends, if the valve has started it. */
    public void setIdleExit(String idleExit) {
        this.idleExit = idleExit;
    }
}
