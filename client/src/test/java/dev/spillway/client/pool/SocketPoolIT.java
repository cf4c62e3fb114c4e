/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spillway.client.dial.ProxyRules;
import dev.spillway.client.dial.SocketDialer;
import dev.spillway.client.dial.TlsSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hundred thousand assignments of real sockets, with failures and cancellations on the way (C1, C2, C4). */
class SocketPoolIT {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final int ASSIGNMENTS = 100_000;
    private static final int TASKS = 16;
    private static final int PER_SERVER = 6;
    private static final int TOTAL = 9;

    private final EchoServer one = new EchoServer();
    private final EchoServer two = new EchoServer();
    private final ExecutorService threads = Executors.newFixedThreadPool(TASKS);

    SocketPoolIT() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        threads.shutdownNow();
        one.close();
        two.close();
    }

    private static SocketPool pool(PoolLimits limits, Assignment assignment) {
        return new SocketPool(new SocketDialer(ProxyRules.NONE, TlsSettings.system()), limits, assignment);
    }

    @Test
    void failuresAndCancellationsLeakNothingAndNoSocketHasTwoOwners() throws Exception {
        AtomicInteger confused = new AtomicInteger();
        AtomicInteger through = new AtomicInteger();
        SplittableRandom seeds = new SplittableRandom(31);
        PoolLimits limits = new PoolLimits(PER_SERVER, TOTAL, WAIT, Duration.ofMillis(100));
        try (SocketPool pool = pool(limits, Assignment.random(new SplittableRandom(32)))) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                SplittableRandom random = seeds.split();
                running.add(threads.submit(() -> {
                    for (int n = 0; n < ASSIGNMENTS / TASKS; n++) {
                        task(pool, random, confused, through);
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get(5, TimeUnit.MINUTES);
            }
            assertThat(confused).as("answers to somebody else's question").hasValue(0);
            assertThat(through.get()).isGreaterThan(ASSIGNMENTS / 2);
            assertThat(one.mostOpen()).isBetween(1, PER_SERVER + 1);
            assertThat(pool.stats().leased()).isZero();
            assertThat(pool.stats().waiting()).isZero();
        }
        await().untilAsserted(() -> assertThat(one.open() + two.open())
                .as("sockets that are still open")
                .isZero());
    }

    /** Sends a question that nobody else sends and reads the answer; some tasks are cancelled, and some leave the socket in the middle of its work. */
    private void task(SocketPool pool, SplittableRandom random, AtomicInteger confused, AtomicInteger through) {
        int fate = random.nextInt(200);
        if (fate == 0) {
            Thread.currentThread().interrupt();
        }
        List<Endpoint> servers = fate % 3 == 0 ? List.of(one.endpoint()) : List.of(one.endpoint(), two.endpoint());
        try (Lease lease = pool.lease(servers, WAIT)) {
            long question = fate == 1 ? EchoServer.HANG_UP : random.nextLong(1, Long.MAX_VALUE);
            EchoServer.send(lease.connection(), question);
            if (fate == 2) {
                return;
            }
            if (EchoServer.receive(lease.connection()) != question) {
                confused.incrementAndGet();
            }
            through.incrementAndGet();
            lease.giveBack();
        } catch (IOException | InterruptedException e) {
            // Hung up by the server, or cancelled: what matters is what is left behind.
        }
    }

    @Test
    void roundRobinGivesEachSocketItsTurn() throws Exception {
        assertThat(uses(Assignment.roundRobin())).containsOnly(ASSIGNMENTS / PER_SERVER, ASSIGNMENTS / PER_SERVER + 1);
    }

    @Test
    void randomKeepsWithinItsStatisticalBounds() throws Exception {
        double expected = (double) ASSIGNMENTS / PER_SERVER;
        double chiSquare = IntStream.of(uses(Assignment.random(new SplittableRandom(33))))
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        // 5 degrees of freedom: 20.5 is passed once in a thousand seeds, and the seed is fixed. 0.2 as seldom from
        // below: too even to be random.
        assertThat(chiSquare).isBetween(0.2, 20.5);
    }

    /** A user who wants every third task on the highest number, all others on the lowest. */
    @Test
    void aUserDefinedFunctionGivesTheSharesThatItIsMadeFor() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        int[] uses = uses(free -> asked.incrementAndGet() % 3 == 0 ? free.size() - 1 : 0);
        assertThat(uses[PER_SERVER - 1]).isBetween(ASSIGNMENTS / 3 - PER_SERVER, ASSIGNMENTS / 3 + PER_SERVER);
        assertThat(uses[0]).isEqualTo(ASSIGNMENTS - uses[PER_SERVER - 1]);
    }

    /** How often each of some idle sockets was given out in all. */
    private int[] uses(Assignment assignment) throws Exception {
        int[] uses = new int[PER_SERVER];
        PoolLimits limits = new PoolLimits(PER_SERVER, TOTAL, WAIT, WAIT);
        try (SocketPool pool = pool(limits, assignment)) {
            List<Lease> all = new ArrayList<>();
            for (int i = 0; i < PER_SERVER; i++) {
                all.add(pool.lease(one.endpoint(), WAIT));
            }
            all.forEach(Lease::giveBack);
            for (int i = 0; i < ASSIGNMENTS; i++) {
                Lease lease = pool.lease(one.endpoint(), WAIT);
                uses[lease.slot()]++;
                lease.giveBack();
            }
        }
        return uses;
    }
}
