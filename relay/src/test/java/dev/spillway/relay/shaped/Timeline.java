/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How full the links and the processors were, second by second: where a delivery that took too long has lost its time. */
final class Timeline {
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int RECEIVED = 0;
    private static final int SENT = 8;

    private final double bytesPerSecond;
    private final List<String> lines = new ArrayList<>();
    private final long beginNanos = System.nanoTime();
    private long lookedNanos = beginNanos;
    private Map<String, long[]> before;
    private Load load;

    /** Begins now. */
    Timeline(double bytesPerSecond) throws IOException {
        this.bytesPerSecond = bytesPerSecond;
        this.before = read();
        this.load = Load.begin();
    }

    /** What each port of the bridge has received from its host, and sent to it. */
    private static Map<String, long[]> read() throws IOException {
        Map<String, long[]> ports = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/net/dev"))) {
            String[] parts = line.strip().split(":? +", -1);
            if (parts[0].matches("v\\d+")) {
                ports.put(parts[0], new long[] {Long.parseLong(parts[1 + RECEIVED]), Long.parseLong(parts[1 + SENT])});
            }
        }
        return ports;
    }

    /** To be called often. */
    void look(ShapedBridge.Host main) throws IOException {
        long now = System.nanoTime();
        if (now - lookedNanos < STEP_NANOS) {
            return;
        }
        Map<String, long[]> ports = read();
        double full = bytesPerSecond * (now - lookedNanos) / STEP_NANOS;
        List<Double> up = new ArrayList<>();
        List<Double> down = new ArrayList<>();
        double source = 0;
        for (Map.Entry<String, long[]> port : ports.entrySet()) {
            long[] earlier = before.getOrDefault(port.getKey(), port.getValue());
            double given = (port.getValue()[0] - earlier[0]) / full;
            if (port.getKey().equals(main.port())) {
                source = given;
            } else {
                up.add(given);
                down.add((port.getValue()[1] - earlier[1]) / full);
            }
        }
        lines.add(String.format(
                Locale.ROOT,
                "  %5.1f s  main sends %3.0f %%  others send %s  receive %s  CPU %3.0f %%",
                (now - beginNanos) / (double) STEP_NANOS,
                100 * source,
                spread(up),
                spread(down),
                100 * load.share()));
        before = ports;
        lookedNanos = now;
        load = Load.begin();
    }

    private static String spread(List<Double> shares) {
        List<Double> active =
                shares.stream().filter(share -> share > 0.01).sorted().toList();
        return active.isEmpty()
                ? "nothing         "
                : String.format(
                        Locale.ROOT,
                        "%3.0f %3.0f %3.0f %%",
                        100 * active.get(0),
                        100
                                * active.stream()
                                        .mapToDouble(Double::doubleValue)
                                        .average()
                                        .orElse(0),
                        100 * active.get(active.size() - 1));
    }

    /** A line for each second: least, mean and most of those that sent or received anything. */
    List<String> lines() {
        return List.copyOf(lines);
    }
}
