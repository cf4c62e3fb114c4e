/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From a {@code Range} field to the ranges to be sent: none, a resumed download, a player's jump, a hostile list. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RangeHeaderBenchmark {
    private static final long FILE_BYTES = 1L << 30;

    /** The field, empty for none. */
    @Param({"", "bytes=1000000-", "bytes=0-99,200-299,-500", "hostile"})
    public String field;

    private List<String> fieldLines;

    @Setup
    public void prepare() {
        String value = "hostile".equals(field) ? "bytes=" + "0-,".repeat(2_000) + "0-" : field;
        fieldLines = value.isEmpty() ? List.of() : List.of(value);
    }

    @Benchmark
    public Object select() {
        return RangeHeader.select(fieldLines, FILE_BYTES);
    }
}
