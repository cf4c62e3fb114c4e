/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.order;

import dev.spillway.manager.api.Candidate;
import dev.spillway.manager.api.Terms;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to say who is next of many that wait for their part of a limited rate. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DisciplineBenchmark {
    private static final int DOWNLOADS_A_CLIENT = 4;
    private static final int TURN_BYTES = 64 << 10;

    private static final class Waiting extends Line.Waiter<Waiting> {}

    @Param({"fifo", "smallest", "fair", "priority"})
    public String discipline;

    @Param({"100", "10000"})
    public int waiting;

    private Line<Waiting> line;

    @Setup
    public void fill() {
        line = new Line<>(Disciplines.of(discipline).turns());
        for (int i = 0; i < waiting; i++) {
            Terms terms = Terms.NONE.withPriority(i % (Terms.MAX_PRIORITY + 1));
            String client = "client " + i / DOWNLOADS_A_CLIENT;
            line.add(new Waiting(), new Candidate(i, client, terms, terms.priority(), 1L << 30, i, waiting));
        }
    }

    /** The turn of one has come; when he has had it, he waits again. */
    @Benchmark
    public void turn() {
        Waiting first = line.first();
        Candidate candidate = first.candidate();
        line.takeFirst(TURN_BYTES);
        line.add(first, candidate);
    }
}
