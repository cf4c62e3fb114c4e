/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

import dev.spillway.manager.api.Candidate;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.order.Disciplines;
import dev.spillway.manager.order.Timers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the limits of the rate cost for each turn of a download, on a clock of its own, so that nobody waits for time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LimiterBenchmark {
    private static final long BYTES_PER_SECOND = 1_000_000_000;
    private static final int TURN_BYTES = 64 << 10;
    private static final long TURN_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /** Downloads that wait for their part of one limit. */
    @Param({"100", "10000"})
    public int waiting;

    private final Timers timers = new Timers();
    private final Worker worker = new Worker() {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Timers timers() {
            return timers;
        }
    };

    private Allowance own;
    private Bucket bucket;
    private long nowNanos = System.nanoTime();

    @Setup
    public void fill() {
        Bandwidth noneShared = new Bandwidth(Disciplines.of("fair"), TURN_BYTES, Limits.NONE);
        Candidate limited = candidate(0, Terms.NONE.withRate(BYTES_PER_SECOND, 0));
        own = new Allowance(noneShared, now -> limited, worker, () -> {});
        bucket = new Bucket(BYTES_PER_SECOND, Disciplines.of("fair"), any -> {}, nowNanos);
        for (int i = 0; i < waiting; i++) {
            Candidate candidate = candidate(i, Terms.NONE);
            await(new Share(candidate.client(), "", now -> candidate, worker, () -> {}));
        }
    }

    private Candidate candidate(int number, Terms terms) {
        return new Candidate(number, "client " + number, terms, terms.priority(), 1L << 30, number, waiting);
    }

    private void await(Share share) {
        share.want(TURN_BYTES);
        share.waitAt(bucket);
        bucket.line().add(share, share.asCandidate.apply(nowNanos));
    }

    /** A turn of a download that has a limit of its own. */
    @Benchmark
    public long own() {
        nowNanos += TURN_NANOS;
        long allowed = own.take(TURN_BYTES, nowNanos);
        own.spend(allowed);
        return allowed;
    }

    /** A turn of the next one of those who wait for a limit that they share; then he waits again. */
    @Benchmark
    public void shared() {
        nowNanos += TURN_NANOS;
        bucket.fill(nowNanos);
        Share next = bucket.takeForFirst(TURN_BYTES);
        next.settle(next.granted(), nowNanos);
        await(next);
    }
}
