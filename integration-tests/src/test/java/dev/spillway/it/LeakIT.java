/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However downloads end, nothing of them stays behind in Tomcat or in the process (A5, A10). */
@EachTomcat
class LeakIT {
    private static final int DOWNLOADS = 5_000;
    private static final int CLIENT_THREADS = 32;
    private static final int WHOLE_BYTES = 256 * SampleFiles.KIB;
    // Larger than all socket buffers on the way, so that a download that is broken off is one that was under way.
    private static final int BROKEN_BYTES = 16 * SampleFiles.MIB;

    /** Descriptors that come and go with JMX connections and class loading, far below one for each download. */
    private static final int FD_SLACK = 20;

    private static final List<String> OUTCOMES =
            List.of("Completed", "ClientGone", "Stalled", "FileChanged", "CutByStop", "Failed");

    private static SampleFiles samples;
    private static Path whole;
    private static Path broken;
    private static TomcatProcess tomcat;
    // Clients that stay to the end of the test, taking nothing.
    private static final Queue<RawHttpClient> STAYING = new ConcurrentLinkedQueue<>();

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        whole = samples.random("whole.bin", WHOLE_BYTES);
        broken = samples.random("broken.bin", BROKEN_BYTES);
        TomcatBase base = TomcatBase.of(version).valve("minSize", "64k", "stallTimeout", "1s");
        base.app("ROOT").file("page.html", "a page").link("whole.bin", whole).link("broken.bin", broken);
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        STAYING.forEach(RawHttpClient::close);
        STAYING.clear();
        Closing.all(tomcat, samples);
    }

    private static void download(ClientBehavior behavior) {
        Path file = behavior.isGettingAll() ? whole : broken;
        int length = behavior.isGettingAll() ? WHOLE_BYTES : BROKEN_BYTES;
        RawHttpClient client = behavior.isGettingAll()
                ? RawHttpClient.connect(tomcat.port())
                : RawHttpClient.connectSlow(tomcat.port());
        try (ContentCheck check = ContentCheck.of(file)) {
            client.sendGet("/" + file.getFileName());
            behavior.perform(client, length, check);
            if (behavior.isGettingAll()) {
                assertThat(check.position()).isEqualTo(length);
            }
        } finally {
            if (behavior.isStaying()) {
                STAYING.add(client);
            } else {
                client.close();
            }
        }
    }

    private static void downloadAll(List<ClientBehavior> behaviors) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENT_THREADS);
        try {
            List<Future<?>> downloads = new ArrayList<>();
            for (ClientBehavior behavior : behaviors) {
                downloads.add(threads.submit(() -> download(behavior)));
            }
            for (Future<?> download : downloads) {
                download.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Half of them are whole downloads, the other half is broken off in every way in turn. */
    private static List<ClientBehavior> mix(int count) {
        List<ClientBehavior> whole = Stream.of(ClientBehavior.values())
                .filter(ClientBehavior::isGettingAll)
                .toList();
        List<ClientBehavior> broken = Stream.of(ClientBehavior.values())
                .filter(behavior -> !behavior.isGettingAll())
                .toList();
        List<ClientBehavior> mix = new ArrayList<>();
        for (int i = 0; i < count / 2; i++) {
            mix.add(whole.get(i % whole.size()));
            mix.add(broken.get(i % broken.size()));
        }
        return mix;
    }

    private static long outcomes() {
        return OUTCOMES.stream()
                .flatMapToLong(outcome -> LongStream.of(tomcat.jmx().downloads(outcome)))
                .sum();
    }

    private static void awaitRest() {
        for (String gauge : List.of("QueueLength", "ActiveDownloads", "LingeringConnections", "OpenFiles")) {
            Patience.await(gauge + " is 0", () -> tomcat.jmx().downloads(gauge) == 0);
        }
    }

    @Test
    void nothingStaysBehind() throws Exception {
        downloadAll(mix(10 * ClientBehavior.values().length));
        awaitRest();
        int connections = tomcat.jmx().threadPool("connectionCount");
        int busy = tomcat.jmx().threadPool("currentThreadsBusy");
        int descriptors = tomcat.fdCount();
        long totalBefore = tomcat.jmx().downloads("TotalDownloads");
        long failedBefore = tomcat.jmx().downloads("Failed");

        List<ClientBehavior> behaviors = mix(DOWNLOADS);
        downloadAll(behaviors);
        awaitRest();

        // Who resets before the answer may be gone before Tomcat has read the request; all others are downloads.
        long certain = behaviors.stream()
                .filter(behavior -> behavior != ClientBehavior.RESET_AFTER_REQUEST)
                .count();
        assertThat(tomcat.jmx().downloads("TotalDownloads") - totalBefore).isBetween(certain, (long) DOWNLOADS);
        Patience.awaitAsserted(
                Patience.DEADLINE,
                () -> assertThat(outcomes())
                        .as("each has one outcome")
                        .isEqualTo(tomcat.jmx().downloads("TotalDownloads")));
        assertThat(tomcat.jmx().downloads("Failed")).isEqualTo(failedBefore);
        Patience.await("connections", () -> tomcat.jmx().threadPool("connectionCount") <= connections);
        Patience.await("threads", () -> tomcat.jmx().threadPool("currentThreadsBusy") <= busy);
        Patience.await("descriptors", () -> tomcat.fdCount() <= descriptors + FD_SLACK);
        assertThat(RawHttpClient.get(tomcat.port(), "/page.html").text()).isEqualTo("a page");
    }

    @Test
    void halfClosingClientGetsTheWholeLargeFile() {
        try (RawHttpClient client = RawHttpClient.connectSlow(tomcat.port());
                ContentCheck check = ContentCheck.of(broken)) {
            client.sendGet("/broken.bin", RawHttpClient.CLOSE).finishSending();
            client.readHead();
            assertThat(client.receiveToEnd(check).ending()).isEqualTo(Received.Ending.END_OF_STREAM);
            assertThat(check.position()).isEqualTo(BROKEN_BYTES);
        }
    }

    /** Who resets before the answer is left out, as it may be gone before there is a download. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESET_AFTER_REQUEST")
    void outcomeSaysHowItEnded(ClientBehavior behavior) {
        awaitRest();
        long totalBefore = tomcat.jmx().downloads("TotalDownloads");
        String outcome = outcomeOf(behavior);
        long before = tomcat.jmx().downloads(outcome);
        download(behavior);
        Patience.await(outcome, () -> tomcat.jmx().downloads(outcome) == before + 1);
        assertThat(tomcat.jmx().downloads("TotalDownloads")).isEqualTo(totalBefore + 1);
    }

    private static String outcomeOf(ClientBehavior behavior) {
        return switch (behavior) {
            case NORMAL, HALF_CLOSE_AFTER_REQUEST -> "Completed";
            case CLOSE_MID_BODY, RESET_MID_BODY, RESET_AFTER_REQUEST -> "ClientGone";
            case SILENT, HALF_CLOSE_AND_SILENT -> "Stalled";
        };
    }
}
