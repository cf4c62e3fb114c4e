/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Every figure in JMX, metrics and page agrees with what counting clients received. */
@EachTomcat
class FiguresIT {
    private static final String METRICS = "/downloads/metrics";
    private static final String STATUS = "/downloads/status.json";

    private static Site site;
    private static TomcatProcess tomcat;

    private final Map<String, Long> before = new HashMap<>();

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        site = new Site(1);
        TomcatBase base = TomcatBase.of(version)
                .shortLived()
                .valve(
                        "statusPath",
                        "/downloads",
                        "metricsPath",
                        METRICS,
                        "lingerTimeout",
                        "1s",
                        "rules",
                        "long(paths=/long* rate=1GiB)");
        site.install(base.app("ROOT"));
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, site);
    }

    /** Counts go on from test to test. */
    @BeforeEach
    void look() {
        for (String count : List.of("BytesSent", "TotalDownloads", "Completed", "ClientGone", "Failed", "Cancelled")) {
            before.put(count, tomcat.jmx().downloads(count));
        }
    }

    @AfterEach
    void nothingIsUnderWay() {
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
    }

    private static JsonNode status() {
        return DevTools.read(RawHttpClient.get(tomcat.port(), STATUS).text());
    }

    private static long metric(String nameAndLabels) {
        return RawHttpClient.get(tomcat.port(), METRICS)
                .text()
                .lines()
                .filter(line -> line.startsWith(nameAndLabels + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(nameAndLabels.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + nameAndLabels));
    }

    /** What was sent and has ended since the beginning of the test is the same wherever one looks. */
    private void assertAllAgree(long sent, Map<String, Integer> ended) {
        int total = ended.values().stream().mapToInt(Integer::intValue).sum();
        Patience.awaitAsserted(Patience.DEADLINE, () -> {
            JsonNode status = status();
            agree("BytesSent", sent, metric("spillway_sent_bytes_total"), status.get("sent"));
            agree("TotalDownloads", total, metric("spillway_downloads_total"), status.get("total"));
            ended.forEach((outcome, count) -> {
                String label = outcome.replaceAll("(?<=[a-z])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
                agree(
                        outcome,
                        count,
                        metric("spillway_downloads_ended_total{outcome=\"" + label + "\"}"),
                        status.at("/ended/" + label.toUpperCase(Locale.ROOT)));
            });
        });
    }

    private void agree(String count, long since, long metric, JsonNode onThePage) {
        long expected = before.get(count) + since;
        assertThat(tomcat.jmx().downloads(count)).as(count).isEqualTo(expected);
        assertThat(metric).as(count + " as a metric").isEqualTo(expected);
        assertThat(onThePage.asLong()).as(count + " on the page").isEqualTo(expected);
    }

    @Test
    void bytesAndOutcomesAreThoseThatClientsSaw() {
        long sizes = metric("spillway_download_size_bytes_count");
        long bytes = metric("spillway_download_size_bytes_sum");
        long durations = metric("spillway_download_duration_seconds_count");
        long received = 0;
        for (String path : List.of(Site.SHORT, Site.LONG, Site.SHORT)) {
            try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
                client.sendGet(path, RawHttpClient.CLOSE);
                received += client.receiveToEnd(OutputStream.nullOutputStream()).length();
            }
        }
        try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
            client.sendGet(Site.LONG, RawHttpClient.CLOSE, "Range: bytes=0-9999999");
            received += client.receiveToEnd(OutputStream.nullOutputStream()).length();
        }
        assertAllAgree(received, Map.of("Completed", 4, "ClientGone", 0, "Failed", 0, "Cancelled", 0));
        assertThat(metric("spillway_download_size_bytes_count") - sizes).isEqualTo(4);
        assertThat(metric("spillway_download_size_bytes_sum") - bytes).isEqualTo(received);
        assertThat(metric("spillway_download_duration_seconds_count") - durations)
                .isEqualTo(4);
    }

    @Test
    void aCancelledDownloadHasSentWhatItsClientGot() {
        try (PausedClients clients = new PausedClients(tomcat).ask(Site.LONG)) {
            long id = (long) tomcat.jmx().downloads().get(0).get("id");
            assertThat(tomcat.jmx().operate("pause", id)).isTrue();
            Patience.await("the pause", () -> "PAUSED".equals(state()));
            long sent = (long) tomcat.jmx().downloads().get(0).get("sent");
            clients.client(0).receive(OutputStream.nullOutputStream(), sent);
            assertThat(tomcat.jmx().operate("cancel", id)).isTrue();
            assertThat(clients.finish(0).length())
                    .as("bytes beyond those that were counted")
                    .isZero();
            assertAllAgree(sent, Map.of("Cancelled", 1, "Completed", 0));
            assertThat(tomcat.jmx().operate("cancel", id)).isFalse();
        }
    }

    private String state() {
        return (String) tomcat.jmx().downloads().get(0).get("state");
    }

    @Test
    void theTableSaysWhoGetsWhatAndHowFar() {
        try (PausedClients clients = new PausedClients(tomcat).ask(Site.LONG + "?x=y")) {
            CompositeData row = tomcat.jmx().downloads().get(0);
            assertThat(row.get("client")).isEqualTo("127.0.0.1");
            assertThat(row.get("uri")).isEqualTo(Site.LONG);
            assertThat(row.get("file")).asString().endsWith("/ROOT/long0.bin");
            assertThat((long) row.get("length")).isGreaterThan(Site.LONG_BYTES);
            assertThat(tomcat.jmx().operate("limit", (long) row.get("id"), 123_456_789L))
                    .isTrue();
            assertThat(tomcat.jmx().operate("prioritize", (long) row.get("id"), 9))
                    .isTrue();
            Patience.awaitAsserted(Patience.DEADLINE, () -> {
                CompositeData changed = tomcat.jmx().downloads().get(0);
                assertThat(changed.get("limit")).isEqualTo(123_456_789L);
                assertThat(changed.get("priority")).isEqualTo(9);
            });
            assertThat(clients.finish(0).length()).isEqualTo((long) row.get("length"));
        }
        Patience.await("the row is gone", () -> tomcat.jmx().downloads().isEmpty());
    }

    @Test
    void whileDrainingTomcatSendsFilesItself() {
        tomcat.jmx().operate("drain");
        assertThat(status().get("draining").asBoolean()).isTrue();
        Takeovers.byTomcat(tomcat, () -> fetch(Site.LONG));
        tomcat.jmx().operate("endDrain");
        Takeovers.byManager(tomcat, () -> fetch(Site.LONG));
    }

    private RawResponse fetch(String path) {
        RawResponse response = RawHttpClient.get(tomcat.port(), path, RawHttpClient.CLOSE);
        site.assertWhole(response, path);
        return response;
    }

    /** Downloads hold no thread of Tomcat, so no number of them can keep the page from being answered. */
    @Test
    void thePageIsAnsweredBesideManyDownloads() {
        try (PausedClients clients = new PausedClients(tomcat)) {
            clients.ask(IntStream.range(0, 300).mapToObj(i -> Site.LONG).toArray(String[]::new));
            assertThat(status().get("active").asInt()).isEqualTo(300);
            assertThat(metric("spillway_downloads_active")).isEqualTo(300);
            Patience.await("free threads", () -> tomcat.jmx().threadPool("currentThreadsBusy") < 10);
        }
    }

    @Test
    void aRuleCountsItsOwnDownloads() {
        assertThat(tomcat.jmx().rule("long", "RateLimit")).isEqualTo(SampleFiles.GIB);
        try (PausedClients clients = new PausedClients(tomcat).ask(Site.LONG, Site.LONG)) {
            assertThat(tomcat.jmx().rule("long", "ActiveDownloads")).isEqualTo(2);
            assertThat(tomcat.jmx().downloads().get(0).get("rule")).isEqualTo("long");
            clients.client(0).reset();
            Patience.await("the end of one", () -> tomcat.jmx().rule("long", "ActiveDownloads") == 1);
        }
    }

    @Test
    void aLongQueueIsToldOf() {
        List<String> told = new CopyOnWriteArrayList<>();
        tomcat.jmx().listen(notification -> told.add(notification.getType()));
        tomcat.jmx().change("QueueMark", 1);
        tomcat.jmx().change("ClientDownloadsLimit", 1);
        try (PausedClients first = new PausedClients(tomcat).ask(Site.LONG)) {
            List<RawHttpClient> waiting = IntStream.range(0, 3)
                    .mapToObj(i -> RawHttpClient.connectSlow(tomcat.port()).sendGet(Site.LONG))
                    .toList();
            Patience.await("the notification", () -> told.contains("dev.spillway.queue.long"));
            Closing.all(waiting.toArray(new AutoCloseable[0]));
            Patience.await("its end", () -> told.contains("dev.spillway.queue.short"));
            assertThat(first.finish(0).ending()).isEqualTo(Received.Ending.END_OF_STREAM);
        } finally {
            tomcat.jmx().change("ClientDownloadsLimit", 0);
        }
    }
}
