/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command on a real terminal, which {@code script} of util-linux makes: bars, and what the keys do (B6). */
class TerminalIT {
    private static final byte[] CONTENT = Bytes.random(3_000_000, 91);
    private static final long RATE = 500_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private ScriptedServer primary;
    private ScriptedServer mirror;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        primary = ScriptedServer.honest(CONTENT).slowedTo(RATE);
        mirror = ScriptedServer.honest(CONTENT).slowedTo(RATE);
        String get = "sh ../bin/spillway-get -v --no-netrc --fixed -x 1 --server-stat=" + directory.resolve("stat")
                + " -o " + directory.resolve("out") + " " + primary.uri() + " " + mirror.uri();
        ProcessBuilder builder = new ProcessBuilder(
                        "script",
                        "--quiet",
                        "--return",
                        "--flush",
                        "--command",
                        "stty cols 100 rows 30; " + get + "; code=$?; stty -a; exit $code",
                        directory.resolve("typescript").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("screen").toFile());
        builder.environment().put("SPILLWAY_GET_JAR", System.getProperty("spillway.get.jar"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TERM", "xterm");
        process = builder.start();
    }

    @AfterEach
    void stop() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        primary.close();
        mirror.close();
    }

    private String screen() throws IOException {
        return Files.readString(directory.resolve("screen"), StandardCharsets.ISO_8859_1);
    }

    private void awaitOnScreen(String expression) {
        Pattern pattern = Pattern.compile(expression, Pattern.DOTALL);
        await().atMost(PATIENCE).until(() -> pattern.matcher(screen()).find());
    }

    private void press(String keys) throws IOException {
        OutputStream terminal = process.getOutputStream();
        terminal.write(keys.getBytes(StandardCharsets.US_ASCII));
        terminal.flush();
    }

    private int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void barsForTheFileAndEachLinkAndTheTerminalIsLeftAsItWas() throws Exception {
        awaitOnScreen("out +\\[[#.]+\\] +\\d+% +[\\d.]+ [KM]iB/s +\\d+:\\d\\d");
        awaitOnScreen("1 http://localhost:\\d+ +\\[[#.]+\\] +\\d+%");
        awaitOnScreen("2 http://localhost:\\d+ +\\[[#.]+\\] +\\d+%");
        press("q");
        assertThat(exitCode()).isEqualTo(ExitCode.INTERRUPTED.code());
        assertThat(screen()).contains("cancelled; the next download of the file goes on from here");
        assertThat(screen()).containsPattern("[^-]icanon").containsPattern("[^-]echo ");
    }

    @Test
    void keysPauseAndGoOnAndDropALinkAndAServer() throws Exception {
        awaitOnScreen("2 http://localhost:\\d+ +\\[");
        press("p");
        awaitOnScreen("paused");
        press("p");
        awaitOnScreen("paused.*2 http://localhost:\\d+ +\\[");
        int before = primary.requests() + mirror.requests();
        press("1");
        // What the link has not fetched goes on over another.
        await().atMost(PATIENCE).until(() -> primary.requests() + mirror.requests() > before);
        press("s1");
        awaitOnScreen("http://localhost:\\d+ dropped: dropped by the user");
        assertThat(exitCode()).as(screen()).isZero();
        assertThat(Files.readAllBytes(directory.resolve("out"))).isEqualTo(CONTENT);
    }
}
