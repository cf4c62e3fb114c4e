/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How busy this machine has been since a moment, so that a figure that its processors have made is not taken for one of the network. */
final class Load {
    private static final int IDLE = 3;
    private static final int WAITING = 4;

    private final long[] before;

    private Load(long[] before) {
        this.before = before;
    }

    static Load begin() throws IOException {
        return new Load(read());
    }

    /** The columns of the first line of proc(5) {@code stat}: user nice system idle iowait irq softirq steal. */
    private static long[] read() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/stat")).get(0);
        return Stream.of(line.split(" +", -1))
                .skip(1)
                .limit(8)
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** Share of the time of all processors that was used. */
    double share() throws IOException {
        long[] now = read();
        long all = 0;
        for (int i = 0; i < now.length; i++) {
            all += now[i] - before[i];
        }
        long idle = now[IDLE] + now[WAITING] - before[IDLE] - before[WAITING];
        return all == 0 ? 0 : 1 - (double) idle / all;
    }
}
