/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.sim;

import dev.spillway.relay.plan.Performance;
import dev.spillway.relay.plan.Planner;
import dev.spillway.relay.plan.Swarm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Plays one transfer through in small steps of time. Links are fluid (see {@link FairShare}), pieces are not: a terminal passes a piece on only when it
 * has all of it. Messages take the response time of the terminal; acknowledgements reach the planner at once.
 */
public final class Simulation {
    /** Steps in which the pieces that a terminal fetches at a time come at the least. */
    private static final double STEPS_PER_PIECE = 6;

    /** A transfer that takes this many times as long as the slowest link alone has failed. */
    private static final double HOPELESS = 200;

    private final Scenario scenario;
    private final Planner planner;
    private final Swarm swarm;
    private final Fetching fetching;
    private final List<Host> hosts = new ArrayList<>();
    private final List<Host> order;
    private final double step;
    private double now;

    private Simulation(Scenario scenario, Planner planner) {
        this.scenario = scenario;
        this.planner = planner;
        this.swarm = new Swarm(scenario.pieces(), scenario.pieceBytes(), scenario.sourceRate());
        this.hosts.add(new Host(Swarm.SOURCE, scenario.sourceRate(), scenario.sourceRate(), 0, Double.MAX_VALUE));
        draw();
        this.order = new ArrayList<>(hosts);
        this.fetching = new Fetching(scenario, swarm, hosts);
        double fast = hosts.stream().mapToDouble(host -> host.download).max().orElseThrow();
        this.step = Math.min(
                scenario.renewSeconds() / 4, scenario.pieceBytes() * scenario.inFlight() / fast / STEPS_PER_PIECE);
    }

    /** Plays a scenario with a planner that is used for nothing else. */
    public static Result run(Scenario scenario, Planner planner) {
        return new Simulation(scenario, planner).play();
    }

    private void draw() {
        SplittableRandom random = new SplittableRandom(scenario.seed());
        double usual = scenario.fileBytes()
                / scenario.spread().draw(new SplittableRandom(0)).download();
        for (int number = 1; number <= scenario.terminals(); number++) {
            Spread.Link link = scenario.spread().draw(random);
            boolean relays = random.nextDouble() >= scenario.leaves();
            double tenth = random.nextDouble() < scenario.slow() ? 0.1 : 1;
            double dies = random.nextDouble() < scenario.dying() ? random.nextDouble(usual) : Double.MAX_VALUE;
            double response = scenario.responseSeconds() * (0.5 + Math.min(9.5, -Math.log(1 - random.nextDouble())));
            hosts.add(new Host(number, link.upload() * tenth, link.download() * tenth, response, dies));
            swarm.add(relays, new Performance(response, link.upload(), link.download(), 1));
        }
    }

    private Result play() {
        double slowest = hosts.stream().mapToDouble(host -> host.download).min().orElseThrow();
        double end = HOPELESS * scenario.fileBytes() / slowest;
        double nextPlan = 0;
        double lastPlan = 0;
        while (now < end && !finished()) {
            if (now >= nextPlan) {
                observe(now - lastPlan);
                planner.plan(swarm, now);
                lastPlan = now;
                nextPlan = now + scenario.renewSeconds();
            }
            advance();
        }
        return Result.of(scenario, hosts);
    }

    private boolean finished() {
        return hosts.stream().skip(1).allMatch(host -> !Double.isNaN(host.finished) || host.deadAt(now));
    }

    /** What main servers learn between two plans: who is gone, and what those that had enough to do have passed on. */
    private void observe(double seconds) {
        for (Host host : hosts) {
            if (host.deadAt(now - scenario.detectSeconds())) {
                swarm.lost(host.number);
            }
            if (host.number != Swarm.SOURCE && seconds > 0 && host.busy >= 0.9 * seconds) {
                swarm.measuredUpload(host.number, host.sent / host.busy);
            }
            host.sent = 0;
            host.busy = 0;
        }
    }

    private void advance() {
        // Another one begins each time, for free places at parents go to who comes first.
        Collections.rotate(order, -1 - order.size() / 3);
        for (Host host : order) {
            if (host.number != Swarm.SOURCE && Double.isNaN(host.finished) && !host.deadAt(now)) {
                fetching.fill(host, now);
            }
        }
        FairShare.share(hosts, now);
        now += step;
        for (Host host : hosts) {
            if (host.deadAt(now)) {
                fetching.stop(host);
            } else {
                fetching.move(host, step, now);
            }
            if (Double.isNaN(host.finished) && swarm.complete(swarm.peer(host.number))) {
                host.finished = now;
            }
        }
    }
}
