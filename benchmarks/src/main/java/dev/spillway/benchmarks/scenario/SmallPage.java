/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.peer.Programs;
import dev.spillway.benchmarks.report.Measurement;
import dev.spillway.benchmarks.report.Metric;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the valve costs where it has nothing to do: a page of 4 KiB, asked for by wrk. */
final class SmallPage implements Scenario {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    @Override
    public String name() {
        return "page";
    }

    @Override
    public String reference() {
        return "tomcat";
    }

    @Override
    public List<Metric> charts() {
        return List.of(Metric.REQUESTS_PER_SECOND);
    }

    /** With the valve and without: other servers tell nothing here. */
    @Override
    public boolean includes(Peer peer) {
        return List.of("spillway", "tomcat").contains(peer.name());
    }

    @Override
    public List<Measurement> measure(Peer peer, Stage stage) throws IOException, InterruptedException {
        try (Session session = stage.open(peer)) {
            wrk(session, Session.WARM_UP_OF_REQUESTS.toSeconds());
            double rate = wrk(session, stage.window().toSeconds());
            return List.of(new Measurement("4 KiB, wrk -c64", peer.name(), Map.of(Metric.REQUESTS_PER_SECOND, rate)));
        }
    }

    private static double wrk(Session session, long seconds) throws IOException, InterruptedException {
        String url = "http://127.0.0.1:" + session.peer().address().getPort() + "/" + Stage.PAGE;
        String output = Programs.run(List.of(Programs.path("wrk"), "-t1", "-c64", "-d" + seconds + "s", url));
        Matcher rate = RATE.matcher(output);
        if (!rate.find() || output.contains("Non-2xx")) {
            throw new IOException("wrk says:\n" + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
