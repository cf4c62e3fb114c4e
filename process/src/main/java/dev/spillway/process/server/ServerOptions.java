/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.api.QueueConfig;
import dev.spillway.manager.api.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The options of the manager process, from its command line and, where that says nothing, from a file of properties with the
 * same names. What can't be used is refused with its name, value, bounds and an example.
 *
 * @param socket where valves find the manager; null if it was inherited
 * @param engine settings of the engine
 * @param idleExit after how long without valve and download the process ends, 100 ms to 365 d
 * @param drainTimeout how long downloads may go on when the process is asked to end, 0 to 24 h
 * @param isManaged whether a valve has started it, and may replace it
 */
public record ServerOptions(
        Path socket, ManagerConfig engine, Duration idleExit, Duration drainTimeout, boolean isManaged) {
    /** How to call it. */
    static final String USAGE = """
            usage: java -jar spillway-manager.jar --socket PATH [--conf FILE] [OPTION VALUE]...

              --socket PATH          where the valves find it: a file in a folder of its own, rwx------
                                     (not needed with a socket from systemd, as standard input)
              --conf FILE            properties with the names below, without the dashes
              --loops N              selector threads, 1 to 64 (one for each processor)
              --turnSize SIZE        what one download may send before the others have their turn (2MiB)
              --stallTimeout TIME    a client that takes nothing for so long is given up (60s)
              --lingerTimeout TIME   how long to wait for the client to close at the end (5s)
              --maxActive N          most downloads at once, 0 for as many as come (0)
              --maxQueued N          most downloads that wait for their turn (10000)
              --maxQueueWait TIME    the longest wait (60s)
              --discipline NAME      who is next: fifo, smallest, fair, priority (fifo)
              --idleExit TIME        ends after so long without a Tomcat and without downloads (60s)
              --drainTimeout TIME    how long downloads may go on after SIGTERM (30s)
            """;

    /** The option by which a valve marks a process of its own. */
    public static final String MANAGED = "managed";

    private static final List<String> NAMES = List.of(
            "socket",
            "loops",
            "turnSize",
            "stallTimeout",
            "lingerTimeout",
            "maxActive",
            "maxQueued",
            "maxQueueWait",
            "discipline",
            "idleExit",
            "drainTimeout",
            MANAGED);

    /** Reads a command line. */
    static ServerOptions parse(List<String> arguments) throws IOException {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!name.startsWith("--") || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " is not an option with a value\n" + USAGE);
            }
            given.put(name.substring(2), arguments.get(i + 1));
        }
        String file = given.remove("conf");
        if (file != null) {
            readFile(Path.of(file)).forEach((name, value) -> given.putIfAbsent((String) name, (String) value));
        }
        for (String name : given.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(name + " is no option\n" + USAGE);
            }
        }
        return of(given);
    }

    private static Properties readFile(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static ServerOptions of(Map<String, String> given) {
        ManagerConfig engine = ManagerConfig.defaults()
                .withTurnBytes(integer("turnSize", given.getOrDefault("turnSize", "2MiB")))
                .withStallTimeout(Settings.duration("stallTimeout", given.getOrDefault("stallTimeout", "60s")))
                .withLingerTimeout(Settings.duration("lingerTimeout", given.getOrDefault("lingerTimeout", "5s")))
                .withQueue(queue(given));
        if (given.containsKey("loops")) {
            engine = engine.withLoops(integer("loops", given.get("loops")));
        }
        String socket = given.get("socket");
        return new ServerOptions(
                socket == null ? null : Path.of(socket).toAbsolutePath(),
                engine,
                Settings.duration(
                        "idleExit",
                        given.getOrDefault("idleExit", "60s"),
                        Duration.ofMillis(100),
                        Duration.ofDays(365),
                        "60s"),
                Settings.duration(
                        "drainTimeout",
                        given.getOrDefault("drainTimeout", "30s"),
                        Duration.ZERO,
                        Duration.ofHours(24),
                        "30s"),
                Boolean.parseBoolean(given.getOrDefault(MANAGED, "false")));
    }

    private static QueueConfig queue(Map<String, String> given) {
        QueueConfig usual = QueueConfig.defaults();
        return new QueueConfig(
                integer("maxActive", given.getOrDefault("maxActive", "0")),
                integer("maxQueued", given.getOrDefault("maxQueued", Integer.toString(usual.maxQueued()))),
                Settings.duration("maxQueueWait", given.getOrDefault("maxQueueWait", "60s")),
                given.getOrDefault("discipline", usual.discipline()));
    }

    private static int integer(String name, String text) {
        return (int) Math.min(Integer.MAX_VALUE, Settings.bytes(name, text));
    }

    /** The command line of an engine with these settings. */
    public static List<String> engineArguments(ManagerConfig engine) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--loops", Integer.toString(engine.loops())));
        arguments.addAll(List.of("--turnSize", Integer.toString(engine.turnBytes())));
        arguments.addAll(List.of("--stallTimeout", engine.stallTimeout().toMillis() + "ms"));
        arguments.addAll(List.of("--lingerTimeout", engine.lingerTimeout().toMillis() + "ms"));
        arguments.addAll(List.of("--maxActive", Integer.toString(engine.queue().maxActive())));
        arguments.addAll(List.of("--maxQueued", Integer.toString(engine.queue().maxQueued())));
        arguments.addAll(List.of("--maxQueueWait", engine.queue().maxWait().toMillis() + "ms"));
        arguments.addAll(List.of("--discipline", engine.queue().discipline()));
        return arguments;
    }

    /** The settings of an engine as one text, to be compared. */
    public static String settings(ManagerConfig engine) {
        return String.join(" ", engineArguments(engine));
    }
}
