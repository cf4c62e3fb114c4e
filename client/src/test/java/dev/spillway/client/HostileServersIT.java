/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.Failure;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.Exchange;
import dev.spillway.client.testing.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every fault in every place: never a wrong file that is called right, never a hang, and where an honest server has the file, it comes (B3, B5, B8). */
class HostileServersIT {
    private static final byte[] CONTENT = Bytes.random(1_500_000, 1);
    private static final int PARALLEL = 12;
    private static final long LONGEST_CASE_SECONDS = 30;
    private static final long HONEST_RATE = 1_500_000;

    /** Requests that the comparison of a mirror takes. */
    private static final int COMPARISON_REQUESTS = 5;

    private enum Place {
        /** No other server has the file. */
        ALONE,
        /** The file is identified on it, an honest mirror stands by. */
        PRIMARY,
        /** It passes the comparison with an honest primary, then shows its face. */
        MIRROR
    }

    @TempDir
    private Path directory;

    @Test
    void noFaultInAnyPlaceGivesAWrongFileOrHangs() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Callable<String>> cases = new ArrayList<>();
            for (Fault fault : Fault.values()) {
                for (Place place : Place.values()) {
                    cases.add(() -> judge(fault, place));
                }
            }
            assertThat(cases).hasSizeGreaterThanOrEqualTo(200);
            List<String> complaints = new ArrayList<>();
            for (Future<String> verdict : threads.invokeAll(cases, 10, TimeUnit.MINUTES)) {
                complaints.add(verdict.get());
            }
            complaints.removeIf(String::isEmpty);
            assertThat(complaints).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    private String judge(Fault fault, Place place) throws Exception {
        String name = fault + " " + place;
        Path output = directory.resolve(fault + "." + place);
        int honestFirst = place == Place.MIRROR ? COMPARISON_REQUESTS : 0;
        long begin = System.nanoTime();
        try (ScriptedServer hostile = new ScriptedServer(CONTENT, x -> answer(fault, x, honestFirst));
                ScriptedServer honest = ScriptedServer.honest(CONTENT).slowedTo(HONEST_RATE);
                DownloadClient client = new DownloadClient(options())) {
            hostile.slowedTo(HONEST_RATE).etag("h");
            try {
                download(client, place, hostile, honest, output);
                if (!Arrays.equals(CONTENT, Files.readAllBytes(output))) {
                    return name + ": a wrong file was called right";
                }
            } catch (DownloadException e) {
                if (Files.exists(output)) {
                    return name + ": failed and left a file: " + e.getMessage();
                }
                if ((place != Place.ALONE && !isForPrimaryToSay(place, e.failure()))
                        || e.failure() == Failure.LOCAL_FILE) {
                    return name + ": an honest server had the file, but: " + e.failure() + " " + e.getMessage();
                }
            }
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        return seconds > LONGEST_CASE_SECONDS ? name + ": took " + seconds + " s" : "";
    }

    /** If it is the primary server that says so, the word of another does not count against it. */
    private static boolean isForPrimaryToSay(Place place, Failure failure) {
        return place == Place.PRIMARY && (failure == Failure.TOO_LARGE || failure == Failure.FILE_CHANGED);
    }

    private static void answer(Fault fault, Exchange exchange, int honestFirst) throws IOException {
        if (exchange.number() <= honestFirst) {
            exchange.answerProperly();
        } else {
            fault.commit(exchange);
        }
    }

    private static void download(
            DownloadClient client, Place place, ScriptedServer hostile, ScriptedServer honest, Path output)
            throws DownloadException, InterruptedException {
        Download.Builder builder = Download.builder(client, place == Place.MIRROR ? honest.uri() : hostile.uri())
                .output(output);
        switch (place) {
            case ALONE -> {}
            case PRIMARY -> builder.mirror(honest.uri());
            case MIRROR -> builder.mirror(hostile.uri());
        }
        builder.build().run();
    }

    private static DownloadOptions options() {
        Duration second = Duration.ofSeconds(1);
        return DownloadOptions.builder()
                .connectTimeout(second)
                .answerTimeout(second)
                .stallTimeout(second)
                .longestRetryAfter(second)
                .attempts(3)
                .lowestRate(20_000)
                .maxBytes(20_000_000)
                .build();
    }
}
