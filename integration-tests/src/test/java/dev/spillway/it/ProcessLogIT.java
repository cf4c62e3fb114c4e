/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lines that the manager process has to write go where those of Tomcat would, also after a rotation (A12, A17). */
@ExtendWith(TomcatLogs.class)
class ProcessLogIT {
    private static final int BYTES = 16 * SampleFiles.MIB;

    private SampleFiles samples;
    private Path big;
    private TomcatBase base;

    /** With the second in the name, the date changes as often as a test can wait for. */
    @BeforeEach
    void prepare() {
        samples = new SampleFiles();
        big = samples.random("big.bin", BYTES);
        base = TomcatBase.of(TomcatVersion.TOMCAT_11)
                .valve(
                        "manager",
                        "process",
                        "answerTimeout",
                        "60s",
                        "log",
                        "common",
                        "logFlushInterval",
                        "0",
                        "logFileDateFormat",
                        ".yyyy-MM-dd.HH-mm-ss");
        base.app("ROOT").link("big.bin", big).link("short.bin", samples.random("short.bin", 2 * SampleFiles.MIB));
    }

    @AfterEach
    void cleanUp() {
        ManagerProcesses.kill(base.directory());
        BuildPaths.delete(base.directory());
        samples.close();
    }

    @Test
    void linesFollowTheRotationByTomcatAndThatOfLogrotate() throws IOException {
        TomcatProcess tomcat = TomcatProcess.start(base);
        try (ContentCheck check = ContentCheck.of(big);
                ContentCheck otherCheck = ContentCheck.of(big);
                RawHttpClient one = begin(tomcat, "/big.bin?one");
                RawHttpClient other = begin(tomcat, "/big.bin?other")) {
            Patience.awaitAsserted(
                    Patience.DEADLINE,
                    () -> assertThat(tomcat.jmx().managerProcesses("activeDownloads"))
                            .isEqualTo(List.of(2)));
            List<String> asked = new ArrayList<>();
            Patience.await("a new file, begun by Tomcat", () -> {
                asked.add("/short.bin?" + asked.size());
                RawHttpClient.get(tomcat.port(), asked.get(asked.size() - 1));
                return files().size() > 2; // the first is there from the start
            });
            Patience.await(
                    "the lines of all",
                    () -> asked.stream().allMatch(path -> base.logFiles().contains(path + " ")));
            // What the process answers now it says after it has heard of the last file.
            assertThat(tomcat.jmx().managerProcesses("state")).containsExactly("READY");
            tomcat.killForSuccessor();
            Path newest = files().get(files().size() - 1);

            finish(one, check);
            awaitLine(newest, "/big.bin?one");
            Files.move(newest, newest.resolveSibling("moved-by-logrotate"));
            finish(other, otherCheck);
            awaitLine(newest, "/big.bin?other");
            assertThat(Files.readAllLines(newest)).hasSize(1);
        } finally {
            tomcat.close();
        }
    }

    private static RawHttpClient begin(TomcatProcess tomcat, String path) {
        RawHttpClient client = RawHttpClient.connectSlow(tomcat.port()).sendGet(path, RawHttpClient.CLOSE);
        client.readHead();
        return client;
    }

    private static void finish(RawHttpClient client, ContentCheck check) {
        client.receiveToEnd(check);
        assertThat(check.position()).isEqualTo(BYTES);
    }

    private static void awaitLine(Path file, String path) {
        Patience.await(
                "a line of " + path,
                () -> Files.exists(file)
                        && Files.readString(file).contains("\"GET " + path + " HTTP/1.1\" 200 " + BYTES + " "));
    }

    /** In the order of their names, which is that of time. */
    private List<Path> files() {
        try (Stream<Path> files = Files.list(base.directory().resolve("logs"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("download_log"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
