/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that a client sends ahead are answered once, in order, with their own files (RFC 9112 section 9.3.2; A5, A8).
 * After them comes one more on each connection, so nothing can be left over.
 */
@EachTomcat
class PipeliningIT {
    private static final int LONG_HEAD_BYTES = 40_000;
    private static final long SEED = 5_647;
    private static final int RANDOM_CONNECTIONS = 24;
    private static final int RANDOM_REQUESTS = 20;
    private static final int RANDOM_THREADS = 6;

    private static Site site;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        site = new Site(3);
        TomcatBase base = TomcatBase.of(version)
                .connector("maxHttpHeaderSize", "65536")
                .connector("maxKeepAliveRequests", "-1")
                .valve();
        site.install(base.app("ROOT"));
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, site);
    }

    @AfterEach
    void nothingIsUnderWay() {
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
        assertThat(tomcat.jmx().downloads("Failed")).isZero();
        assertThat(tomcat.log()).doesNotContain("SEVERE", "Exception");
    }

    private static RawHttpClient connect(boolean isSlow) {
        return isSlow ? RawHttpClient.connectSlow(tomcat.port()) : RawHttpClient.connect(tomcat.port());
    }

    private static List<Ask> wholes(String... paths) {
        List<Ask> asks = new ArrayList<>();
        for (String path : paths) {
            asks.add(Ask.whole(site, path));
        }
        return asks;
    }

    /** Sends all in one packet, and takes the answers in. */
    private static void inOnePacket(boolean isSlow, List<Ask> asks) {
        Pipeline pipeline = new Pipeline(asks);
        try (RawHttpClient client = connect(isSlow)) {
            pipeline.receive(client.send(pipeline.bytes()));
            site.get(client, "/page2.html");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void largeAndPageInTurn(boolean isSlow) {
        inOnePacket(isSlow, wholes("/long0.bin", "/page0.html", "/long1.bin", "/page1.html"));
        inOnePacket(isSlow, wholes("/short0.bin", "/page0.html", "/short1.bin", "/page1.html"));
        inOnePacket(isSlow, wholes("/page0.html", "/short0.bin", "/long0.bin", "/short1.bin", "/long1.bin"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void otherMethodsRangesAndErrorsAmongThem(boolean isSlow) {
        inOnePacket(
                isSlow,
                List.of(
                        Ask.whole(site, "/long0.bin"),
                        Ask.headOf(site, "/long1.bin"),
                        Ask.post(site, "/page0.html", "a body that is no request"),
                        Ask.whole(site, "/short0.bin"),
                        Ask.error(404, "/no-such-file.bin"),
                        Ask.post(site, "/short1.bin", "GET /page1.html HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                        Ask.error(416, "/long0.bin", "Range: bytes=99999999-"),
                        Ask.ranges(site, "/long1.bin", 1_000_000, 9_000_000),
                        Ask.error(412, "/long0.bin", "If-Match: \"other\""),
                        Ask.ranges(site, "/long2.bin", 1_000_000, 2_500_000, 5_000_000, 9_500_000),
                        Ask.headOf(site, "/short0.bin"),
                        Ask.whole(site, "/long2.bin")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void headsThatAreLargerThanTheReadBuffer(boolean isSlow) {
        inOnePacket(
                isSlow,
                List.of(
                        Ask.whole(site, "/long0.bin"),
                        Ask.withLongHead(site, "/page0.html", LONG_HEAD_BYTES),
                        Ask.whole(site, "/short0.bin"),
                        Ask.withLongHead(site, "/long1.bin", LONG_HEAD_BYTES),
                        Ask.withLongHead(site, "/short1.bin", LONG_HEAD_BYTES),
                        Ask.whole(site, "/page1.html")));
    }

    /** More than the read buffer of Tomcat holds, in requests that each are small. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void moreRequestsThanTheReadBufferHolds(boolean isSlow) {
        List<Ask> asks = new ArrayList<>(wholes("/long0.bin"));
        for (int i = 0; i < 500; i++) {
            asks.addAll(wholes("/page" + i % 3 + ".html"));
            if (i % 50 == 0) {
                asks.addAll(wholes("/short" + i % 3 + ".bin"));
            }
        }
        asks.addAll(wholes("/long1.bin"));
        inOnePacket(isSlow, asks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/long0.bin", "/short0.bin"})
    void inTwoPacketsSplitAtEveryInterestingPlace(String first) {
        Pipeline pipeline = new Pipeline(wholes(first, "/page0.html", "/short1.bin", "/page1.html"));
        for (int offset : pipeline.interestingOffsets()) {
            try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
                client.send(pipeline.bytes().substring(0, offset));
                Patience.await("the first packet has an effect", () -> isRead(client) || client.hasInput());
                pipeline.receive(client.send(pipeline.bytes().substring(offset)));
                site.get(client, "/page2.html");
            } catch (AssertionError e) {
                throw new AssertionError("Split at " + offset + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * After the way back there are both input that went along with the connection and input that is still in the socket.
     * Tomcat must hear of it once: a second word would have it answer the next request in the middle of a file that it
     * is sending itself (CVE-2017-5647), or close.
     */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET"})
    void inputInBothPlacesAfterTheWayBack(String method) {
        for (int round = 0; round < 10; round++) {
            Ask second = method.equals("POST") ? Ask.post(site, "/long1.bin", "body") : Ask.whole(site, "/short1.bin");
            Pipeline pipeline = new Pipeline(List.of(
                    Ask.whole(site, "/long0.bin"),
                    second,
                    Ask.whole(site, "/page0.html"),
                    Ask.whole(site, "/page1.html")));
            int split = pipeline.bytes().indexOf(second.request()) + 3;
            try (RawHttpClient client = connect(true)) {
                client.send(pipeline.bytes().substring(0, split));
                Patience.await("the download begins", client::hasInput);
                pipeline.receive(client.send(pipeline.bytes().substring(split)));
            }
        }
    }

    private static boolean isRead(RawHttpClient client) {
        return KernelSockets.unread(tomcat.port(), client.localPort())
                .filter(bytes -> bytes == 0)
                .isPresent();
    }

    @Test
    void requestsThatArriveDuringTheDownload() {
        Pipeline rest = new Pipeline(wholes("/page0.html", "/long1.bin", "/short0.bin", "/page1.html"));
        try (SlowDownload download = SlowDownload.begin(tomcat, site, connect(true))) {
            for (int offset = 0; offset < rest.bytes().length(); offset++) {
                download.client().send(rest.bytes().substring(offset, offset + 1));
                download.read(SampleFiles.KIB);
            }
            rest.receive(download.finish());
            site.get(download.client(), "/page2.html");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void randomSequences(boolean isSlow) throws Exception {
        System.out.println("Seed of the random sequences: " + SEED);
        ExecutorService threads = Executors.newFixedThreadPool(RANDOM_THREADS);
        try {
            List<Future<?>> connections = new ArrayList<>();
            for (int i = 0; i < RANDOM_CONNECTIONS; i++) {
                SplittableRandom random = new SplittableRandom(SEED + i);
                connections.add(threads.submit(() -> randomSequence(isSlow, random)));
            }
            for (Future<?> connection : connections) {
                connection.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void randomSequence(boolean isSlow, SplittableRandom random) {
        List<Ask> asks = new ArrayList<>();
        for (int i = 0; i < RANDOM_REQUESTS; i++) {
            asks.add(randomAsk(random));
        }
        try (RawHttpClient client = connect(isSlow)) {
            new Pipeline(asks).exchange(client, random);
            site.get(client, "/page2.html");
        }
    }

    private static Ask randomAsk(SplittableRandom random) {
        int which = random.nextInt(3);
        int first = random.nextInt(500_000);
        int last = first + random.nextInt(500_000);
        return switch (random.nextInt(20)) {
            case 0, 1 -> Ask.whole(site, "/long" + which + ".bin");
            case 2, 3, 4, 5, 6 -> Ask.whole(site, "/short" + which + ".bin");
            case 7 -> Ask.headOf(site, "/long" + which + ".bin");
            case 8 -> Ask.post(site, "/page" + which + ".html", "x".repeat(random.nextInt(3000)));
            case 9 -> Ask.post(site, "/short" + which + ".bin", "GET / HTTP/1.1\r\n\r\n");
            case 10 -> Ask.error(404, "/none" + which + ".bin");
            case 11 -> Ask.error(412, "/short" + which + ".bin", "If-Match: \"other\"");
            case 12 -> Ask.ranges(site, "/short" + which + ".bin", first, last);
            case 13 -> Ask.ranges(site, "/long" + which + ".bin", first, last, 2_000_000 + first, 8_000_000 + last);
            case 14 -> Ask.withLongHead(site, "/page" + which + ".html", random.nextInt(LONG_HEAD_BYTES));
            default -> Ask.whole(site, "/page" + which + ".html");
        };
    }
}
