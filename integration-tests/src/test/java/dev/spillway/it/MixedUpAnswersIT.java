/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * No client gets what belongs to another answer: not after errors in the middle of a hand-over (CVE-2016-8745), and not
 * for requests that were sent ahead (CVE-2017-5647). No two files are alike.
 */
@EachTomcat
class MixedUpAnswersIT {
    private static final int GOOD_CLIENTS = 4;
    private static final int BAD_CLIENTS = 3;
    private static final int GOOD_ROUNDS = 12;
    private static final int RESETS_AT_LEAST = 300;
    private static final int PIPELINES = 12;
    private static final long SEED = 8_745;

    private static Site site;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        site = new Site(4);
        TomcatBase base =
                TomcatBase.of(version).connector("maxKeepAliveRequests", "-1").valve();
        site.install(base.app("ROOT"));
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, site);
    }

    @AfterEach
    void nothingIsLeft() {
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
        Patience.await("no file is held", () -> tomcat.jmx().downloads("OpenFiles") == 0);
        assertThat(tomcat.jmx().downloads("Failed")).isZero();
        assertThat(tomcat.log()).doesNotContain("SEVERE", "Exception");
    }

    /** The CVE: a failed sendfile gave its processor back twice, so that two requests shared one. */
    @Test
    void resetsAtTheHandOverMixUpNothing() throws Exception {
        long goneBefore = tomcat.jmx().downloads("ClientGone");
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger resets = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(GOOD_CLIENTS + BAD_CLIENTS);
        try {
            List<Future<?>> bad = new ArrayList<>();
            for (int i = 0; i < BAD_CLIENTS; i++) {
                SplittableRandom random = new SplittableRandom(SEED + i);
                bad.add(threads.submit(() -> resetUntil(isOver, resets, random)));
            }
            List<Callable<Object>> good = new ArrayList<>();
            for (int i = 0; i < GOOD_CLIENTS; i++) {
                int number = i;
                good.add(Executors.callable(() -> downloadWhileOthersReset(number, resets)));
            }
            joinAll(threads.invokeAll(good));
            isOver.set(true);
            joinAll(bad);
        } finally {
            isOver.set(true);
            threads.shutdownNow();
        }
        assertThat(resets).hasValueGreaterThanOrEqualTo(RESETS_AT_LEAST);
        Patience.await("nothing is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 0);
        assertThat(tomcat.jmx().downloads("ClientGone") - goneBefore)
                .as("hand-overs whose client was gone")
                .isPositive();
        everyFileOnOneConnection();
    }

    private static void joinAll(List<? extends Future<?>> futures) throws Exception {
        for (Future<?> future : futures) {
            future.get();
        }
    }

    /** Resets before, in and right after the hand-over, with and without a request for another file behind it. */
    private static void resetUntil(AtomicBoolean isOver, AtomicInteger resets, SplittableRandom random) {
        while (!isOver.get()) {
            Ask first = Ask.whole(site, randomPath(random, "long", "short"));
            Ask second = Ask.whole(site, randomPath(random, "long", "short", "page"));
            boolean isAlone = random.nextBoolean();
            try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
                client.send(isAlone ? first.request() : first.request() + second.request());
                waitFor(random.nextInt(4), client);
                client.reset();
            }
            resets.incrementAndGet();
        }
    }

    /** Lets the server get to one of several points: none, the head begun, the head sent, some of the body sent. */
    private static void waitFor(int point, RawHttpClient client) {
        if (point == 1) {
            client.receive(new CountingSink(), 1);
        } else if (point >= 2) {
            ResponseHead head = client.readHead();
            assertThat(head.status()).isEqualTo(200);
            if (point == 3) {
                client.receive(new CountingSink(), SampleFiles.KIB);
            }
        }
    }

    /** Every body is compared as a whole; goes on until there were enough resets beside it. */
    private static void downloadWhileOthersReset(int number, AtomicInteger resets) {
        SplittableRandom random = new SplittableRandom(SEED - number - 1);
        for (int round = 0; round < GOOD_ROUNDS || resets.get() < RESETS_AT_LEAST; round++) {
            try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
                for (String kind : List.of("page", "short", "page", "long", "short")) {
                    site.get(client, randomPath(random, kind));
                }
            }
        }
    }

    private static String randomPath(SplittableRandom random, String... kinds) {
        String kind = kinds[random.nextInt(kinds.length)];
        return path(kind, random.nextInt(4));
    }

    private static String path(String kind, int number) {
        return "/" + kind + number + (kind.equals("page") ? ".html" : ".bin");
    }

    private static void everyFileOnOneConnection() {
        try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
            for (int i = 0; i < 4; i++) {
                site.get(client, path("page", i));
                site.get(client, path("short", i));
                site.get(client, path("long", i));
            }
        }
    }

    /**
     * The CVE: the next request of the pipeline was answered while Tomcat was still sending a file. Ranges below {@code
     * minSize} are what Tomcat sends itself by sendfile; they come right before and right after those of the manager.
     */
    @Test
    void mixedPipelinesGetTheirOwnBytes() throws Exception {
        long before = tomcat.jmx().downloads("TotalDownloads");
        ExecutorService threads = Executors.newFixedThreadPool(GOOD_CLIENTS);
        try {
            List<Callable<Object>> connections = new ArrayList<>();
            for (int i = 0; i < PIPELINES; i++) {
                int number = i;
                connections.add(Executors.callable(() -> pipeline(number)));
            }
            joinAll(threads.invokeAll(connections));
        } finally {
            threads.shutdownNow();
        }
        assertThat(tomcat.jmx().downloads("TotalDownloads") - before)
                .as("downloads taken over by the manager")
                .isEqualTo(4L * PIPELINES);
    }

    /** All in one packet, with the files in another order on each connection; every other client is slow. */
    private static void pipeline(int number) {
        Pipeline pipeline = new Pipeline(List.of(
                byTomcat("long", number, 1),
                Ask.whole(site, path("long", number % 4)),
                byTomcat("short", number + 1, 100_000),
                Ask.whole(site, path("short", (number + 1) % 4)),
                byTomcat("long", number + 2, 7_000_000),
                byTomcat("short", number + 2, 3),
                Ask.whole(site, path("page", number % 4)),
                Ask.whole(site, path("long", (number + 3) % 4)),
                Ask.whole(site, path("short", (number + 2) % 4)),
                byTomcat("long", number + 3, 12_345_678),
                Ask.whole(site, path("page", (number + 1) % 4))));
        try (RawHttpClient client =
                number % 2 == 0 ? RawHttpClient.connect(tomcat.port()) : RawHttpClient.connectSlow(tomcat.port())) {
            pipeline.receive(client.send(pipeline.bytes()));
            site.get(client, path("page", (number + 2) % 4));
        }
    }

    private static Ask byTomcat(String kind, int number, int first) {
        return Ask.ranges(site, path(kind, number % 4), first, first + 600_000 + number);
    }
}
