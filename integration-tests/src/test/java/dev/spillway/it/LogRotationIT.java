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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** The download log begins a new file when the date in its name changes, as Tomcat's access log does. */
@EachTomcat
class LogRotationIT {
    private static final int FILES = 3;

    private static SampleFiles samples;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    /** With the second in the name, the date changes as often as a test can wait for. */
    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        TomcatBase base = TomcatBase.of(version)
                .shortLived()
                .valve("log", "common", "logFlushInterval", "0", "logFileDateFormat", ".yyyy-MM-dd.HH-mm-ss");
        base.app("ROOT").link("file.bin", samples.random("file.bin", 2 * SampleFiles.MIB));
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    @Test
    void eachLineIsInTheFileOfItsTime() {
        List<String> asked = new ArrayList<>();
        Patience.await("a log of " + FILES + " files", () -> {
            asked.add("/file.bin?" + asked.size());
            RawHttpClient.get(tomcat.port(), asked.get(asked.size() - 1));
            return files().size() >= FILES;
        });
        Patience.await("all lines", () -> requests(files()).size() >= asked.size());
        assertThat(requests(files())).containsExactlyElementsOf(asked);
        for (Path file : files()) {
            assertThat(requests(List.of(file))).as(file.toString()).isNotEmpty();
            assertThat(file.getFileName().toString())
                    .matches("download_log\\.\\d{4}-\\d\\d-\\d\\d\\.\\d\\d-\\d\\d-\\d\\d\\..*");
        }
    }

    /** In the order of their names, which is that of time. */
    private static List<Path> files() {
        try (Stream<Path> files = Files.list(tomcat.base().directory().resolve("logs"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("download_log"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> requests(List<Path> files) {
        List<String> requests = new ArrayList<>();
        for (Path file : files) {
            try {
                for (String line : Files.readAllLines(file)) {
                    requests.add(line.split("\"GET | HTTP/1.1\"", -1)[1]);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return requests;
    }
}
