/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.store.Span;
import dev.spillway.client.store.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who gets what, and that every byte is fetched by just one worker (B5, B8). */
class PortionPlanTest {
    private static final long MIB = 1 << 20;

    private static class FakeWorker implements Worker {
        private final int server;
        private double rate;
        private boolean stopped;

        FakeWorker(int server, double rate) {
            this.server = server;
            this.rate = rate;
        }

        @Override
        public int server() {
            return server;
        }

        @Override
        public double rate() {
            return rate;
        }

        @Override
        public double startSeconds() {
            return 0.01;
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }

    private static void fetchAll(PortionPlan plan, Portion portion) {
        int count = (int) plan.wanted(portion);
        assertThat(plan.receive(portion, count)).isEqualTo(count);
        assertThat(plan.commit(portion, count)).isTrue();
        plan.release(portion);
    }

    @Test
    void aLoneWorkerFetchesEveryByteOnce() {
        PortionPlan plan = new PortionPlan(100 * MIB, new Spans());
        FakeWorker worker = new FakeWorker(0, 10.0 * MIB);
        long fetched = 0;
        for (Portion next = plan.take(worker); next != null; next = plan.take(worker)) {
            fetched += next.end - next.start;
            fetchAll(plan, next);
        }
        assertThat(fetched).isEqualTo(100 * MIB);
        assertThat(plan.isComplete()).isTrue();
    }

    @Test
    void anIdleWorkerTakesOverTheEndOfTheSlowest() {
        PortionPlan plan = new PortionPlan(8 * MIB, new Spans());
        FakeWorker slow = new FakeWorker(0, MIB);
        Portion held = plan.claim(slow, 0, 8 * MIB);
        plan.receive(held, 1);
        FakeWorker fast = new FakeWorker(1, 3.0 * MIB);
        Portion taken = plan.take(fast);
        assertThat(taken.end).isEqualTo(8 * MIB);
        assertThat(held.end).isEqualTo(taken.start);
        // A third of the rate keeps about a quarter of the bytes.
        assertThat(taken.start).isBetween(2 * MIB, 2 * MIB + MIB / 4);
        assertThat(slow.stopped).isFalse();
    }

    @Test
    void aWorkerThatDoesNotMoveLosesAllOfItsRestFromTheVeryByte() {
        PortionPlan plan = new PortionPlan(8 * MIB, new Spans());
        FakeWorker dead = new FakeWorker(0, MIB);
        Portion held = plan.claim(dead, 0, 8 * MIB);
        plan.receive(held, 12_345);
        dead.rate = 0;
        Portion taken = plan.take(new FakeWorker(1, MIB));
        assertThat(taken.start).isEqualTo(12_345);
        assertThat(taken.end).isEqualTo(8 * MIB);
        assertThat(dead.stopped).isTrue();
    }

    @Test
    void aPortionThatHasJustBegunIsNotTakenOver() {
        PortionPlan plan = new PortionPlan(8 * MIB, new Spans());
        plan.claim(new FakeWorker(0, 0), 0, 8 * MIB);
        assertThat(plan.take(new FakeWorker(1, MIB))).isNull();
    }

    @Test
    void nobodyIsDisturbedForLittle() {
        PortionPlan plan = new PortionPlan(MIB, new Spans());
        plan.claim(new FakeWorker(0, 100.0 * MIB), 0, MIB);
        assertThat(plan.take(new FakeWorker(1, 100.0 * MIB))).isNull();
    }

    @Test
    void whatARevokedServerHasIsFreeAgainAndItsBytesCountNoMore() {
        PortionPlan plan = new PortionPlan(4 * MIB, new Spans());
        FakeWorker liar = new FakeWorker(1, MIB);
        Portion held = plan.claim(liar, 0, MIB);
        plan.receive(held, 1_000);
        plan.commit(held, 1_000);
        plan.receive(held, 500);
        plan.revoke(1);
        assertThat(plan.commit(held, 500)).isFalse();
        assertThat(plan.from(1)).containsExactly(new Span(0, 1_000, 1));
        plan.reopen(0, 1_000);
        assertThat(plan.done()).isZero();
        assertThat(plan.freeEnd(0)).isEqualTo(4 * MIB);
    }

    @Test
    void afterTheEndNobodyWritesOrGetsAnything() {
        PortionPlan plan = new PortionPlan(8 * MIB, new Spans());
        FakeWorker late = new FakeWorker(0, MIB);
        Portion held = plan.claim(late, 0, MIB);
        plan.receive(held, 500);
        plan.close();
        assertThat(plan.isOver()).isTrue();
        assertThat(plan.wanted(held)).isZero();
        assertThat(plan.commit(held, 500)).isFalse();
        assertThat(plan.take(late)).isNull();
        assertThat(plan.takeFree(late)).isNull();
    }

    @Test
    void aPortionOfAFarServerIsLongerAtTheEnd() {
        Spans have = new Spans();
        have.add(0, 98 * MIB, 7);
        PortionPlan plan = new PortionPlan(100 * MIB, have);
        FakeWorker far = new FakeWorker(0, 10.0 * MIB) {
            @Override
            public double startSeconds() {
                return 0.4;
            }
        };
        plan.claim(new FakeWorker(1, 10.0 * MIB), 98 * MIB, 98 * MIB + MIB / 8);
        Portion ofNear = plan.take(new FakeWorker(2, 10.0 * MIB));
        assertThat(ofNear.end - ofNear.start).isLessThan(MIB + MIB / 8);
        Portion ofFar = plan.take(far);
        assertThat(ofFar.end).isEqualTo(100 * MIB);
    }

    @Test
    void underRandomWorkNoByteIsLostOrFetchedTwice() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 50; round++) {
            long size = random.nextLong(1, 30 * MIB);
            PortionPlan plan = new PortionPlan(size, new Spans());
            List<FakeWorker> workers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                workers.add(new FakeWorker(i, random.nextDouble(0, 4 * MIB)));
            }
            assertThat(fetchAtRandom(plan, workers, random)).isEqualTo(size);
            assertThat(plan.isComplete()).isTrue();
        }
    }

    private static long fetchAtRandom(PortionPlan plan, List<FakeWorker> workers, SplittableRandom random) {
        long written = 0;
        Portion[] held = new Portion[workers.size()];
        while (!plan.isComplete()) {
            int i = random.nextInt(held.length);
            if (held[i] == null) {
                held[i] = plan.take(workers.get(i));
            } else if (plan.wanted(held[i]) == 0 || random.nextInt(20) == 0) {
                plan.release(held[i]);
                held[i] = null;
            } else {
                int count = plan.receive(held[i], random.nextInt(1, 300_000));
                plan.commit(held[i], count);
                written += count;
            }
        }
        return written;
    }
}
