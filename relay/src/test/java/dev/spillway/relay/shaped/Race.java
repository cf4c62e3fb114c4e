/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other programs that each fetch the same file, from the first start to the last arrival. */
final class Race {
    private final Bench bench;
    private final ShapedBridge.Host source;
    private final long sentBefore;
    private final long beginNanos = System.nanoTime();
    private final Load load = Load.begin();
    private final List<Program> programs = new ArrayList<>();
    private final List<Path> outputs = new ArrayList<>();
    private double last;

    /**
     * Begins.
     *
     * @param source whose bytes are counted
     */
    Race(Bench bench, ShapedBridge.Host source) throws IOException {
        this.bench = bench;
        this.source = source;
        this.sentBefore = source.sentBytes();
    }

    void enter(Program program, Path output) {
        programs.add(program);
        outputs.add(output);
    }

    /** Waits until all programs have ended well. */
    void awaitEnds(long seconds) throws IOException, InterruptedException {
        for (Program program : programs) {
            int status = program.await(seconds);
            if (status != 0) {
                throw new IOException("status " + status + ": " + program.output());
            }
        }
        last = seconds();
    }

    /** Waits until there is a file of the same name with a suffix beside every output. */
    void awaitMarks(String suffix, long seconds) throws IOException, InterruptedException {
        for (Path output : outputs) {
            Path mark = output.resolveSibling(output.getFileName() + suffix);
            while (!Files.exists(mark)) {
                if (seconds() > seconds) {
                    throw new IOException("no " + mark + " after " + seconds + " s: "
                            + programs.get(outputs.indexOf(output)).output());
                }
                Thread.sleep(20);
            }
        }
        last = seconds();
    }

    private double seconds() {
        return (System.nanoTime() - beginNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** Compares every output with the file, and says how long it took. */
    void say(String what, Path file) throws IOException {
        double cpu = load.share();
        for (Path output : outputs) {
            if (Files.mismatch(output, file) != -1) {
                throw new IOException(output + " is another file");
            }
        }
        long bytes = Files.size(file);
        bench.say(
                "%-34s last %5.1f s = %.2f x size/rate, source sent %.2f files, CPU %.0f %%",
                what, last, last / bench.least(bytes), (double) (source.sentBytes() - sentBefore) / bytes, 100 * cpu);
    }
}
