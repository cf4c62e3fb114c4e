/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.order;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to move a deadline, which happens after every write to a client, with thousands armed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TimersBenchmark {
    private static final long STALL_NANOS = 60_000_000_000L;

    /** Downloads with a deadline. */
    @Param({"100", "10000"})
    public int downloads;

    private final Timers timers = new Timers();
    private Timers.Timer[] armed;
    private long nowNanos;
    private int next;

    @Setup
    public void arm() {
        armed = new Timers.Timer[downloads];
        for (int i = 0; i < downloads; i++) {
            armed[i] = new Timers.Timer(() -> {});
            timers.arm(armed[i], STALL_NANOS + i);
        }
    }

    /** One download after the other makes progress. */
    @Benchmark
    public void move() {
        nowNanos += 1_000;
        timers.arm(armed[next], nowNanos + STALL_NANOS);
        next = next + 1 == downloads ? 0 : next + 1;
    }

    /** A download ends, another one begins. */
    @Benchmark
    public void replace() {
        nowNanos += 1_000;
        timers.disarm(armed[next]);
        timers.arm(armed[next], nowNanos + STALL_NANOS);
        next = next + 1 == downloads ? 0 : next + 1;
    }
}
