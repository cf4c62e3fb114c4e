/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.control.Report;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was passed on over each link, by child and parent, of late. For one thread at a time. */
final class LinkMeter {
    /** Share of the time during which a child fetched from a parent, above which that had enough to do. */
    private static final double FULL = 0.9;

    private static final double FADING_SECONDS = 2;

    /** Children report twice a second, each at moments of its own: in a shorter time only some of them would have told what they got. */
    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();

    /** Between two reports of a child. */
    private static final double USUAL_SECONDS = 0.5;

    private static final class Flow {
        double rate;
        long seenNanos;
    }

    /** Of one link in the window of its parent. */
    private static final class Share {
        double seconds;
        long bytes;
        long busyMillis;
    }

    /**
     * What a parent has passed on.
     *
     * @param rate bytes per second, of all its children together
     * @param isFull whether there was hardly a moment at which nobody fetched, so that it could not have given more
     */
    record Passed(double rate, boolean isFull) {}

    /** Of one parent since it was judged. */
    private record Window(long beginNanos, Map<String, Share> shares) {
        Passed passed() {
            double sum = 0;
            double busiest = 0;
            for (Share share : shares.values()) {
                sum += share.bytes / Math.max(USUAL_SECONDS, share.seconds);
                busiest = Math.max(busiest, share.busyMillis / 1e3 / share.seconds);
            }
            return new Passed(sum, busiest >= FULL);
        }
    }

    private final Map<String, Map<String, Flow>> flows = new HashMap<>();
    private final Map<String, Window> windows = new HashMap<>();
    private final Map<String, Long> heard = new HashMap<>();

    /** Notes what a child has reported since its last report. */
    void note(String child, List<Report.Link> links, long now) {
        Long before = heard.put(child, now);
        double seconds = before == null ? USUAL_SECONDS : Math.max(0.01, (now - before) / 1e9);
        links.forEach(link -> note(child, link, seconds, now));
    }

    private void note(String child, Report.Link link, double seconds, long now) {
        Flow flow =
                flows.computeIfAbsent(child, made -> new HashMap<>()).computeIfAbsent(link.from(), made -> new Flow());
        double sinceSeen = flow.seenNanos == 0 ? seconds : Math.max(0.01, (now - flow.seenNanos) / 1e9);
        flow.rate += (link.bytes() / sinceSeen - flow.rate) * Math.min(1, sinceSeen / FADING_SECONDS);
        flow.seenNanos = now;
        Share share = windows.computeIfAbsent(link.from(), made -> new Window(now, new HashMap<>()))
                .shares()
                .computeIfAbsent(child, made -> new Share());
        share.seconds += seconds;
        share.bytes += link.bytes();
        share.busyMillis += link.busyMillis();
    }

    /** What parents have passed on, of those that have not been judged for a while. */
    Map<String, Passed> passedOn(long now) {
        Map<String, Passed> passed = new HashMap<>();
        windows.entrySet().removeIf(one -> {
            boolean due = now - one.getValue().beginNanos() >= WINDOW_NANOS;
            if (due) {
                passed.put(one.getKey(), one.getValue().passed());
            }
            return due;
        });
        return passed;
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
