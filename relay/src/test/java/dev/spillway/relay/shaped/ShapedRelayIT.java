/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/relay-bench} shows, in short: a few terminals on shaped links, of which the one that most is fetched from is killed in the middle. */
class ShapedRelayIT {
    private static final Duration DEADLINE = Duration.ofMinutes(4);

    /** What is started in these namespaces ends with them, and they end with this process. */
    private static final List<String> NAMESPACES =
            List.of("unshare", "--net", "--pid", "--fork", "--kill-child", "--mount", "--mount-proc");

    @TempDir
    private Path folder;

    @Test
    void othersGetTheFileWhenTheBusiestIsKilled() throws Exception {
        boolean permitted = isPermitted();
        if (!permitted) {
            System.err.println(
                    "NOT RUN: NETWORK NAMESPACES ARE NOT PERMITTED HERE, SO NOTHING IS KNOWN OF RELAYS ON SHAPED"
                            + " LINKS");
        }
        assumeTrue(permitted, "network namespaces are not permitted");
        List<String> command = new ArrayList<>(NAMESPACES);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                RelayBench.class.getName(),
                "short",
                "--terminals=4",
                "--megabits=20",
                "--mib=16",
                "--logs=" + folder.resolve("logs"),
                "--jar=" + jar()));
        Path log = folder.resolve("log");
        assertThat(run(command, log)).as(() -> read(log)).isZero();
        System.out.print(read(log));
    }

    private static boolean isPermitted() throws IOException, InterruptedException {
        List<String> probe = new ArrayList<>(NAMESPACES);
        probe.addAll(List.of("ip", "link", "add", "probe", "type", "bridge"));
        return new ProcessBuilder(probe)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** The jar with all in it, as it is given to users. */
    private static Path jar() throws IOException {
        try (var all = Files.newDirectoryStream(Path.of("target"), "spillway-relay-*-all.jar")) {
            return all.iterator().next().toAbsolutePath();
        }
    }

    private static int run(List<String> command, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
        } finally {
            // The first process in the namespaces, and with it all others, is killed when this one is.
            process.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
