/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How nodes are started: small, and from archives of classes, so that forty of them start in a minute. The first of a kind makes the archive when it ends. */
final class NodeJava {
    /**
     * Forty runtimes that compile at the same time would take most of a few processors for a minute: the second compiler is kept for digests, which it makes
     * fifteen times as fast, and everything else is left to the first.
     */
    private static final String COMPILERS = """
            [
              { match: "sun/security/provider/*.*", c2: { Exclude: false } },
              { match: "*.*", c2: { Exclude: true } }
            ]
            """;

    private final Path jar;
    private final Path folder;
    private final Path compilers;

    /**
     * Prepares the archive of main servers by a first start, which is ended at once.
     *
     * @param host to start on
     */
    NodeJava(Path jar, Path folder, ShapedBridge.Host host) throws IOException, InterruptedException {
        this.jar = jar;
        this.folder = folder;
        this.compilers = Files.writeString(folder.resolve("compilers.json"), COMPILERS);
        Path conf = Files.write(
                folder.resolve("first.properties"),
                List.of(
                        "store=" + folder.resolve("first.store"),
                        "state=" + folder.resolve("first.state"),
                        "token=none",
                        "port=8080",
                        "address=http://" + host.address() + ":8080/relay"));
        Program first = new Program(host, folder.resolve("first.log"), node("main", conf));
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

    private Path archive(String kind) {
        return folder.resolve(kind + ".jsa");
    }

    /** Whether one of this kind has run and ended. */
    boolean isTrained(String kind) {
        return Files.exists(archive(kind));
    }

    /** The command of a main server or terminal. */
    List<String> node(String kind, Path conf) {
        List<String> command = command(kind, conf);
        command.addAll(
                1,
                isTrained(kind)
                        ? List.of("-XX:SharedArchiveFile=" + archive(kind), "-Xshare:auto", "-Xlog:cds=off")
                        : List.of("-XX:ArchiveClassesAtExit=" + archive(kind)));
        return command;
    }
}
