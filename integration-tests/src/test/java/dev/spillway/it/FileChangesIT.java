/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that changes while it is being sent: a cut answer or the old content, never a wrong one (A3, A10). */
@EachTomcat
class FileChangesIT {
    // Larger than all socket buffers on the way, so that most of it is still to be sent when it changes.
    private static final int SIZE = 32 * SampleFiles.MIB;
    private static final int READ_BEFORE = 256 * SampleFiles.KIB;

    private static SampleFiles samples;
    private static Path oldContent;
    private static Path newContent;
    private static WebApp root;
    private static int files;
    private static TomcatProcess tomcat;

    private Path served;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        oldContent = samples.random("old.bin", SIZE);
        newContent = samples.random("new.bin", SIZE);
        TomcatBase base = TomcatBase.of(version).valve();
        root = base.app("ROOT").file("page.html", "a page");
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    /** Each test has a file of its own, as Tomcat remembers what it knows of one for some seconds. */
    @BeforeEach
    void newFile() throws IOException {
        served = root.path("served-" + ++files + ".bin");
        // No link to the sample, as the sample itself must not be changed.
        Files.copy(oldContent, served);
    }

    /** Something that happens to a file while it is being sent. */
    private interface Change {
        void happen() throws IOException;
    }

    /** Starts a download, changes the file in the middle, and reads on to the end. */
    private Received downloadDuring(Change change, ContentCheck check) throws IOException {
        try (RawHttpClient client = RawHttpClient.connectSlow(tomcat.port())) {
            ResponseHead head = client.sendGet("/" + served.getFileName(), RawHttpClient.CLOSE)
                    .readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.contentLength()).isEqualTo(SIZE);
            client.receive(check, READ_BEFORE);
            change.happen();
            return client.receiveToEnd(check);
        }
    }

    private void assertCut(Change change) throws IOException {
        long before = tomcat.jmx().downloads("FileChanged");
        try (ContentCheck check = ContentCheck.of(oldContent)) {
            downloadDuring(change, check);
            assertThat(check.position()).isLessThan(SIZE);
        }
        Patience.await("outcome", () -> tomcat.jmx().downloads("FileChanged") == before + 1);
        assertAtRest();
    }

    /** All is closed, and there is a moment in which the process does next to nothing, which one that spins never has. */
    private static void assertAtRest() {
        for (String gauge : List.of("ActiveDownloads", "OpenFiles", "QueueLength")) {
            Patience.await(gauge + " is 0", () -> tomcat.jmx().downloads(gauge) == 0);
        }
        CpuWatch cpu = new CpuWatch(tomcat);
        Patience.await("a moment without work", cpu::isIdle);
        assertThat(RawHttpClient.get(tomcat.port(), "/page.html").text()).isEqualTo("a page");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, SIZE / 2, SIZE - 1})
    void shrunkFileEndsInACutAnswer(int size) throws IOException {
        assertCut(() -> SampleFiles.truncate(served, size));
    }

    @Test
    void fileThatIsWrittenOverInPlaceEndsInACutAnswer() throws IOException {
        long before = tomcat.jmx().downloads("FileChanged");
        try (RawHttpClient client = RawHttpClient.connectSlow(tomcat.port())) {
            client.sendGet("/" + served.getFileName(), RawHttpClient.CLOSE).readHead();
            // The bytes may be of either version here: what counts is that the client does not take them as complete.
            CountingSink sink = new CountingSink();
            client.receive(sink, READ_BEFORE);
            Files.write(served, Files.readAllBytes(newContent));
            client.receiveToEnd(sink);
            assertThat(sink.count()).isLessThan(SIZE);
        }
        Patience.await("outcome", () -> tomcat.jmx().downloads("FileChanged") == before + 1);
        assertAtRest();
    }

    private void assertWholeOldContent(Change change) throws IOException {
        long before = tomcat.jmx().downloads("Completed");
        try (ContentCheck check = ContentCheck.of(oldContent)) {
            Received received = downloadDuring(change, check);
            assertThat(check.position()).isEqualTo(SIZE);
            assertThat(received.ending()).isEqualTo(Received.Ending.END_OF_STREAM);
        }
        Patience.await("outcome", () -> tomcat.jmx().downloads("Completed") == before + 1);
        assertAtRest();
    }

    @Test
    void replacedFileArrivesAsItWas() throws IOException {
        assertWholeOldContent(this::replace);
    }

    private void replace() throws IOException {
        Path copy = served.resolveSibling("copy.bin");
        Files.copy(newContent, copy);
        Files.move(copy, served, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void deletedFileArrivesAsItWas() throws IOException {
        assertWholeOldContent(() -> Files.delete(served));
    }

    @Test
    void replacedAndOldVersionAreSentSideBySide() throws IOException {
        Change replaceAndFetch = () -> {
            replace();
            RawResponse response = RawHttpClient.get(tomcat.port(), "/" + served.getFileName());
            assertThat(response.body()).isEqualTo(Files.readAllBytes(newContent));
        };
        try (ContentCheck check = ContentCheck.of(oldContent)) {
            downloadDuring(replaceAndFetch, check);
            assertThat(check.position()).isEqualTo(SIZE);
        }
    }

    @Test
    void fileThatGrowsArrivesInItsAnnouncedLength() throws IOException {
        assertWholeOldContent(() -> Files.write(served, new byte[SampleFiles.MIB], StandardOpenOption.APPEND));
    }
}
