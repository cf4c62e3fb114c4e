/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.control.Report;
import java.util.HashMap;
import java.util.Map;

/** What was passed on over each link, by child and parent, of late. For one thread at a time. */
final class LinkMeter {
    /** A link that was busy for less says little about how fast it is, unless much came over it. */
    private static final long TELLING_MILLIS = 50;

    private static final long TELLING_BYTES = 4 << 20;
    private static final double FADING_SECONDS = 2;

    private static final class Flow {
        double rate;
        long seenNanos;
    }

    /** Of one parent since the last plan. */
    private static final class Window {
        long bytes;
        long busyMillis;
    }

    private final Map<String, Map<String, Flow>> flows = new HashMap<>();
    private final Map<String, Window> windows = new HashMap<>();

    /** Notes what a child has reported of a link. */
    void note(String child, Report.Link link, long now) {
        Flow flow =
                flows.computeIfAbsent(child, made -> new HashMap<>()).computeIfAbsent(link.from(), made -> new Flow());
        double seconds = flow.seenNanos == 0 ? 0.5 : Math.max(0.01, (now - flow.seenNanos) / 1e9);
        double weight = Math.min(1, seconds / FADING_SECONDS);
        flow.rate += (link.bytes() / seconds - flow.rate) * weight;
        flow.seenNanos = now;
        Window window = windows.computeIfAbsent(link.from(), made -> new Window());
        window.bytes += link.bytes();
        window.busyMillis = Math.max(window.busyMillis, link.busyMillis());
    }

    /** Bytes per second that parents have passed on since the last call while they did, as far as that says something. */
    Map<String, Double> passedOn() {
        Map<String, Double> rates = new HashMap<>();
        windows.forEach((parent, window) -> {
            if (window.busyMillis >= TELLING_MILLIS || window.bytes >= TELLING_BYTES) {
                rates.put(parent, window.bytes * 1e3 / Math.max(1, window.busyMillis));
            }
        });
        windows.clear();
        return rates;
    }

    /** Bytes per second over a link now. */
    double rate(String child, String parent, long now) {
        Flow flow = flows.getOrDefault(child, Map.of()).get(parent);
        return flow == null || now - flow.seenNanos > FADING_SECONDS * 1e9 ? 0 : flow.rate;
    }

    /** Parents that something came from lately, with the rate. */
    Map<String, Double> into(String child, long now) {
        Map<String, Double> rates = new HashMap<>();
        flows.getOrDefault(child, Map.of()).forEach((parent, flow) -> {
            double rate = rate(child, parent, now);
            if (rate > 0) {
                rates.put(parent, rate);
            }
        });
        return rates;
    }

    /** Bytes per second that a parent gives now. */
    double from(String parent, long now) {
        return flows.keySet().stream()
                .mapToDouble(child -> rate(child, parent, now))
                .sum();
    }
}
