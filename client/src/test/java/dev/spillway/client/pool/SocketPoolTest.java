/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** C1, C2 and C4 without a network; {@link SocketPoolIT} has the real sockets. */
class SocketPoolTest {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Endpoint ONE = new Endpoint("one", 80, false);
    private static final Endpoint TWO = new Endpoint("two", 80, false);

    private final AtomicInteger open = new AtomicInteger();

    private SocketPool pool(int perServer, int total, Assignment assignment) {
        return new SocketPool(
                (endpoint, longest) -> new FakeConnection(open),
                new PoolLimits(perServer, total, WAIT, Duration.ofMinutes(1)),
                assignment);
    }

    @Test
    void aSocketThatIsGivenBackServesTheNextTask() throws Exception {
        try (SocketPool pool = pool(2, 2, Assignment.roundRobin())) {
            Lease first = pool.lease(ONE, WAIT);
            Connection socket = first.connection();
            first.giveBack();
            try (Lease second = pool.lease(ONE, WAIT)) {
                assertThat(second.connection()).isSameAs(socket);
                assertThat(second.reused()).isTrue();
            }
        }
    }

    @Test
    void aSocketThatThePeerClosedIsNotGivenOut() throws Exception {
        try (SocketPool pool = pool(1, 1, Assignment.roundRobin())) {
            Lease first = pool.lease(ONE, WAIT);
            FakeConnection dead = (FakeConnection) first.connection();
            first.giveBack();
            dead.quiet = false;
            try (Lease second = pool.lease(ONE, WAIT)) {
                assertThat(second.connection()).isNotSameAs(dead);
                assertThat(dead.isClosed()).isTrue();
                assertThat(pool.stats().stale()).isEqualTo(1);
            }
        }
    }

    @Test
    void anEndedLeaseGivesNoSocket() throws Exception {
        try (SocketPool pool = pool(1, 1, Assignment.roundRobin())) {
            Lease lease = pool.lease(ONE, WAIT);
            lease.giveBack();
            lease.close();
            assertThat(pool.stats().idle()).isEqualTo(1);
            assertThatThrownBy(lease::connection).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aFullPoolLetsWaitAndSaysSoWhenTheTimeIsUp() throws Exception {
        try (SocketPool pool = pool(1, 5, Assignment.roundRobin());
                Lease held = pool.lease(ONE, WAIT)) {
            assertThat(held.slot()).isZero();
            assertThatThrownBy(() -> pool.lease(ONE, Duration.ofMillis(20)))
                    .isInstanceOf(PoolTimeoutException.class)
                    .hasMessageContaining("1 are in use");
            assertThat(pool.stats().waiting()).isZero();
        }
    }

    @Test
    void waitingTasksAreServedInTheOrderOfTheirComing() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        try (SocketPool pool = pool(1, 1, Assignment.roundRobin())) {
            Lease held = pool.lease(ONE, WAIT);
            List<Thread> waiters = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int number = i;
                Thread waiter = new Thread(() -> takeTurn(pool, () -> order.add(number)));
                waiters.add(waiter);
                waiter.start();
                await().until(() -> pool.stats().waiting() == number + 1);
            }
            held.giveBack();
            for (Thread waiter : waiters) {
                waiter.join();
            }
        }
        assertThat(order).isSorted().hasSize(10);
    }

    private static void takeTurn(SocketPool pool, Runnable turn) {
        try (Lease lease = pool.lease(ONE, WAIT)) {
            turn.run();
            lease.giveBack();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTaskForABusyServerDoesNotHoldUpOneForAnother() throws Exception {
        try (SocketPool pool = pool(1, 5, Assignment.roundRobin())) {
            Lease held = pool.lease(ONE, WAIT);
            Thread waiter = new Thread(() -> takeTurn(pool, () -> {}));
            waiter.start();
            await().until(() -> pool.stats().waiting() == 1);
            pool.lease(TWO, WAIT).close();
            held.close();
            waiter.join();
        }
    }

    @Test
    void aFullPoolClosesAnIdleSocketOfAnotherServer() throws Exception {
        try (SocketPool pool = pool(2, 2, Assignment.roundRobin())) {
            Lease first = pool.lease(ONE, WAIT);
            first.giveBack();
            try (Lease two = pool.lease(TWO, WAIT);
                    Lease more = pool.lease(TWO, WAIT)) {
                assertThat(two.slot()).isNotEqualTo(more.slot());
                assertThat(open.get()).isEqualTo(2);
            }
        }
    }

    @Test
    void aSocketThatIsIdleTooLongIsClosed() throws Exception {
        try (SocketPool pool = new SocketPool(
                (endpoint, longest) -> new FakeConnection(open),
                new PoolLimits(1, 1, WAIT, Duration.ofMillis(20)),
                Assignment.roundRobin())) {
            pool.lease(ONE, WAIT).giveBack();
            await().until(() -> open.get() == 0);
            assertThat(pool.stats().idle()).isZero();
        }
    }

    @Test
    void anAssignmentOutOfBoundsIsRefused() {
        try (SocketPool pool = pool(1, 1, free -> 5)) {
            assertThatThrownBy(() -> pool.lease(ONE, WAIT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("chose 5 of 1");
        }
    }

    @Test
    void aHundredThousandAssignmentsWithFailuresLeakNothingAndShareNothing() throws Exception {
        int threads = 16;
        int each = 100_000 / threads;
        SplittableRandom seeds = new SplittableRandom(11);
        AtomicInteger shared = new AtomicInteger();
        AtomicInteger mostOpen = new AtomicInteger();
        SplittableRandom dials = new SplittableRandom(12);
        SocketPool pool = new SocketPool(
                (endpoint, longest) -> {
                    synchronized (dials) {
                        if (dials.nextInt(50) == 0) {
                            throw new IOException("refused");
                        }
                    }
                    FakeConnection fresh = new FakeConnection(open);
                    mostOpen.accumulateAndGet(open.get(), Math::max);
                    return fresh;
                },
                new PoolLimits(4, 6, WAIT, Duration.ofMillis(50)),
                Assignment.random(new SplittableRandom(13)));
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            SplittableRandom random = seeds.split();
            running.add(workers.submit(() -> work(pool, random, each, shared)));
        }
        for (Future<?> worker : running) {
            worker.get(2, TimeUnit.MINUTES);
        }
        workers.shutdown();
        PoolStats stats = pool.stats();
        assertThat(shared).hasValue(0);
        assertThat(mostOpen).hasValueLessThanOrEqualTo(6);
        assertThat(stats.leased()).isZero();
        assertThat(stats.waiting()).isZero();
        assertThat(open.get()).isEqualTo(pool.stats().idle());
        pool.close();
        assertThat(open).hasValue(0);
    }

    private static void work(SocketPool pool, SplittableRandom random, int count, AtomicInteger shared) {
        List<Endpoint> both = List.of(ONE, TWO);
        for (int i = 0; i < count; i++) {
            int dice = random.nextInt(20);
            if (dice == 0) {
                // Cancelled before it has begun, or while it waits.
                Thread.currentThread().interrupt();
            }
            try (Lease lease = pool.lease(dice < 10 ? List.of(ONE) : both, WAIT)) {
                use(lease, dice, shared);
            } catch (IOException | InterruptedException e) {
                // Refused or cancelled; what matters is that nothing is lost.
            }
        }
    }

    private static void use(Lease lease, int dice, AtomicInteger shared) {
        FakeConnection socket = (FakeConnection) lease.connection();
        if (!socket.own() || socket.isClosed()) {
            shared.incrementAndGet();
        }
        Thread.onSpinWait();
        socket.quiet = dice != 1;
        socket.disown();
        if (dice > 2) {
            lease.giveBack();
        }
    }
}
