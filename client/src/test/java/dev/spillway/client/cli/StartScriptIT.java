/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.ScriptedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script with a jar of its own, before and after it was prepared. */
class StartScriptIT {
    private static final int FIRST_WITH_AOT_CACHE = 25;
    private static final byte[] CONTENT = Bytes.random(700_000, 83);

    @TempDir
    private Path directory;

    private Path jar;

    @BeforeEach
    void copyJar() throws IOException {
        jar = Files.copy(Path.of(System.getProperty("spillway.get.jar")), directory.resolve("get.jar"));
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "../bin/spillway-get"));
        command.addAll(List.of(arguments));
        Path log = directory.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPILLWAY_GET_JAR", jar.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String output = Files.readString(log, StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    private void fetches() throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        String measured = "--server-stat=" + directory.resolve("stat");
        try (ScriptedServer server = ScriptedServer.honest(CONTENT)) {
            assertThat(run(
                            "-q",
                            "--no-netrc",
                            measured,
                            "-o",
                            out.toString(),
                            server.uri().toString()))
                    .isEmpty();
        }
        assertThat(Files.readAllBytes(out)).isEqualTo(CONTENT);
        Files.delete(out);
    }

    @Test
    void itFetchesWithAndWithoutAnArchive() throws Exception {
        fetches();
        assertThat(run("--prepare")).isEmpty();
        String kind = Runtime.version().feature() < FIRST_WITH_AOT_CACHE ? "jsa" : "aot";
        assertThat(directory.resolve("get." + kind)).isNotEmptyFile();
        fetches();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsa", "aot"})
    void anArchiveThatIsOfNoUseIsPassedOver(String kind) throws Exception {
        Files.writeString(directory.resolve("get." + kind), "not an archive");
        fetches();
    }
}
