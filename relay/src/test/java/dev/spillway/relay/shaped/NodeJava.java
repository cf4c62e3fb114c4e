/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How nodes are started: small, and from an archive of classes, so that forty of them start in a minute. */
final class NodeJava {
    /**
     * Forty runtimes that compile at the same time would take most of a few processors for a minute: the second compiler is kept for digests, which it makes
     * fifteen times as fast, and everything else is left to the first.
     */
    private static final String COMPILERS =
            """
            [
              { match: "sun/security/provider/*.*", c2: { Exclude: false } },
              { match: "*.*", c2: { Exclude: true } }
            ]
            """;

    private final Path jar;
    private final Path archive;
    private final Path compilers;

    /**
     * Prepares the archive by a first start, which is ended at once.
     *
     * @param host to start on
     */
    NodeJava(Path jar, Path folder, ShapedBridge.Host host) throws IOException, InterruptedException {
        this.jar = jar;
        this.archive = folder.resolve("classes.jsa");
        this.compilers = Files.writeString(folder.resolve("compilers.json"), COMPILERS);
        Path conf = Files.write(
                folder.resolve("first.properties"),
                List.of(
                        "store=" + folder.resolve("first.store"),
                        "state=" + folder.resolve("first.state"),
                        "token=none",
                        "port=8080",
                        "address=http://" + host.address() + ":8080/relay"));
        List<String> command = command("main", conf);
        command.add(1, "-XX:ArchiveClassesAtExit=" + archive);
        Program first = new Program(host, folder.resolve("first.log"), command);
        first.await(" listens at port ", 1);
        first.terminate();
    }

    private List<String> command(String kind, Path conf) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                kind.equals("terminal") ? "-Xmx64m" : "-Xmx128m",
                "-Xss256k",
                "-XX:+UseSerialGC",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:CompilerDirectivesFile=" + compilers,
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                jar.toString(),
                kind,
                "--conf",
                conf.toString()));
    }

    /** The command of a main server or terminal. */
    List<String> node(String kind, Path conf) {
        List<String> command = command(kind, conf);
        if (Files.exists(archive)) {
            command.addAll(1, List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off"));
        }
        return command;
    }
}
