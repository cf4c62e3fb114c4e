/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.Download;
import dev.spillway.client.DownloadClient;
import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.Progress;
import dev.spillway.client.api.ProgressListener;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Spillway Get fetches one file from Tomcat with the valve and from nginx at the same time (B1, B3). */
@EachTomcat
class SeveralServersIT {
    private static final int SIZE = 24 * SampleFiles.MIB;
    private static final int LINKS_PER_SERVER = 2;

    /** Of each link: so the second server is known to have the same file long before the first is through, on any machine. */
    private static final String RATE = "4m";

    private static SampleFiles samples;
    private static Path file;
    private static TomcatProcess tomcat;
    private static NginxProcess nginx;

    @Parameter
    TomcatVersion version;

    @TempDir
    private Path directory;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        file = samples.random("big.bin", SIZE);
        TomcatBase base = TomcatBase.of(version).shortLived().valve("maxDownloadRate", RATE);
        base.app("ROOT").link("big.bin", file);
        tomcat = TomcatProcess.start(base);
        nginx = NginxProcess.start(file.getParent(), "limit_rate " + RATE + ";");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, nginx, samples);
    }

    private static URI uri(int port) {
        return URI.create("http://" + TomcatBase.MAIN_ADDRESS + ":" + port + "/big.bin");
    }

    /** Fetches the file; returns how the servers were at the end, in the order of the URLs. */
    private List<Progress.Server> fetch(URI primary, URI mirror) throws Exception {
        AtomicReference<Progress> end = new AtomicReference<>();
        DownloadOptions options = DownloadOptions.builder()
                .adaptive(false)
                .linksPerServer(LINKS_PER_SERVER)
                .build();
        try (DownloadClient client = new DownloadClient(options)) {
            Path fetched = Download.builder(client, primary)
                    .mirror(mirror)
                    .output(directory.resolve("out"))
                    .listener(new ProgressListener() {
                        @Override
                        public void finished(Path path, Progress progress) {
                            end.set(progress);
                        }
                    })
                    .build()
                    .run();
            assertThat(Files.mismatch(fetched, file)).isEqualTo(-1);
        }
        return end.get().servers();
    }

    @Test
    void bothServersGiveTheirPart() throws Exception {
        long before = tomcat.jmx().downloads("TotalDownloads");
        for (Progress.Server server : fetch(uri(tomcat.port()), uri(nginx.port()))) {
            assertThat(server.bytes()).as(server.name() + " " + server.note()).isPositive();
        }
        assertThat(tomcat.jmx().downloads("TotalDownloads")).isGreaterThan(before);
    }

    @Test
    void tomcatIsTheMirror() throws Exception {
        long before = tomcat.jmx().downloads("TotalDownloads");
        for (Progress.Server server : fetch(uri(nginx.port()), uri(tomcat.port()))) {
            assertThat(server.bytes()).as(server.name() + " " + server.note()).isPositive();
        }
        assertThat(tomcat.jmx().downloads("TotalDownloads")).isGreaterThan(before);
    }
}
