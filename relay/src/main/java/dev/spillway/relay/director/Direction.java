/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.control.PieceSets;
import dev.spillway.relay.control.Report;
import dev.spillway.relay.plan.Peer;
import dev.spillway.relay.plan.Performance;
import dev.spillway.relay.plan.Planner;
import dev.spillway.relay.plan.Swarm;
import dev.spillway.relay.request.Target;
import dev.spillway.relay.request.TransportRequest;
import dev.spillway.relay.track.Transfers.Progress;
import dev.spillway.relay.track.Transfers.TargetState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One transfer under the direction of this main server: feeds the planner with what the terminals report, and tells them what was planned. Knows no database
 * and no network; what is to be recorded is handed out by {@link #takeNews}. Safe for use by any number of threads.
 */
final class Direction {
    /** Time between two plans. */
    private static final long PLAN_NANOS = Duration.ofMillis(500).toNanos();

    /** Who has run dry need not wait so long, but does not make plans more frequent than this. */
    private static final long DRY_PLAN_NANOS = Duration.ofMillis(50).toNanos();

    /** What will have come before the next plan has. */
    private static final int DRY_PIECES = 2;

    /** Silence after which others do not wait for a terminal any more. */
    private static final long SILENCE_NANOS = Duration.ofMillis(1_700).toNanos();

    /** Failures in a row after which a child is given others to fetch from. */
    private static final int UNREACHABLE = 2;

    /** How often those who could not fetch from the source are let try again; until then they have others to fetch from. */
    private static final long SOURCE_AGAIN_NANOS = Duration.ofSeconds(2).toNanos();

    /** Bad pieces of one parent after which nobody is told to fetch from it any more. */
    private static final int LYING = 2;

    private final Planner planner;
    private final Swarm swarm;
    private final MeasuredRates rates;
    private final int pieces;
    private final long giveUpNanos;
    private final long beginNanos;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final List<Progress> news = new ArrayList<>();
    private final Map<String, Performance> measured = new LinkedHashMap<>();
    private volatile TransportRequest request;
    private long plannedNanos;
    private long sourceTriedNanos;

    Direction(TransportRequest request, Planner planner, double sourceRate, Duration giveUp, long now) {
        this.request = request;
        this.planner = planner;
        this.pieces = request.file().pieces().count();
        // An empty file has no pieces, and a swarm must have one; nobody ever fetches it.
        this.swarm = new Swarm(Math.max(1, pieces), request.file().pieces().pieceBytes(), sourceRate);
        this.rates = new MeasuredRates(swarm);
        this.giveUpNanos = giveUp.toNanos();
        this.beginNanos = now;
        this.plannedNanos = now - PLAN_NANOS;
        this.sourceTriedNanos = now;
        names.put(Swarm.SOURCE, Report.SOURCE);
        request.targets().forEach(target -> add(target, now));
    }

    private void add(Target target, long now) {
        Peer peer = swarm.add(target.relays(), target.performance());
        members.put(target.id(), new Member(target, peer.number(), now));
        names.put(peer.number(), target.id());
    }

    TransportRequest request() {
        return request;
    }

    /** Goes on with a newer request, which may name further targets. */
    synchronized void renew(TransportRequest newer, long now) {
        request = newer;
        newer.targets().stream()
                .filter(target -> !members.containsKey(target.id()))
                .forEach(target -> add(target, now));
    }

    /** What is known from the database of targets that have ended already. */
    synchronized void recall(List<Progress> recorded) {
        for (Progress progress : recorded) {
            Member member = members.get(progress.terminal());
            if (member != null) {
                member.state = progress.state();
                member.failure = progress.failure();
                if (progress.state() == TargetState.FAILED) {
                    swarm.lost(member.number);
                } else if (progress.state() == TargetState.COMPLETE) {
                    arrived(member, all());
                }
            }
        }
    }

    private BitSet all() {
        BitSet all = new BitSet();
        all.set(0, pieces);
        return all;
    }

    /** Takes a report in, and says what to do now. Reports of those who are no targets are answered with nothing to do. */
    synchronized Report.Answer report(String terminal, Report report, long now) {
        Member member = members.get(terminal);
        if (member == null) {
            return new Report.Answer(List.of(), request.issue(), null, false);
        }
        TargetState said = TargetState.valueOf(report.state());
        BitSet have = PieceSets.read(report.have(), pieces);
        hear(member, have, now);
        arrived(member, have);
        rates.meter().note(member.id(), report.links(), now);
        report.links().forEach(link -> note(member, link));
        advance(member, said, report, have.cardinality());
        if (!member.isOver() && isDry(member) && now - plannedNanos >= DRY_PLAN_NANOS) {
            plan(now);
        }
        return new Report.Answer(
                member.isOver() ? List.of() : Instructions.of(swarm.peer(member.number), swarm, names),
                request.issue(),
                null,
                false);
    }

    private void hear(Member member, BitSet have, long now) {
        member.heard = true;
        member.heardNanos = now;
        Peer peer = swarm.peer(member.number);
        boolean lessThanBefore = have.cardinality() < peer.pieces();
        if ((!peer.alive() || lessThanBefore) && member.state != TargetState.FAILED) {
            // It was given up and is here again, or has found pieces to be damaged: a new peer, as what was known of
            // the old one does not hold any more.
            swarm.lost(member.number);
            member.number =
                    swarm.add(member.target.relays(), peer.performance()).number();
            names.put(member.number, member.id());
        }
    }

    private void arrived(Member member, BitSet have) {
        Peer peer = swarm.peer(member.number);
        have.stream().filter(piece -> !peer.has(piece)).forEach(piece -> swarm.arrived(member.number, piece));
    }

    private void note(Member child, Report.Link link) {
        child.cameFrom.merge(link.from(), link.pieces(), Integer::sum);
        Member parent = members.get(link.from());
        int number = parent == null ? Swarm.SOURCE : parent.number;
        if (parent == null && !link.from().equals(Report.SOURCE)) {
            return;
        }
        if (link.failures() >= UNREACHABLE && swarm.peer(child.number).reaches(swarm.peer(number))) {
            swarm.unreachable(child.number, number);
        }
        if (parent != null && link.bad() > 0 && child.bad.merge(parent.id(), link.bad(), Integer::sum) >= LYING) {
            for (Member other : members.values()) {
                if (other != parent) {
                    swarm.unreachable(other.number, parent.number);
                }
            }
            measured.put(parent.id(), failed(parent));
        }
    }

    private Performance failed(Member member) {
        Performance now = swarm.peer(member.number).performance();
        return new Performance(now.responseSeconds(), now.uploadRate(), now.downloadRate(), 0);
    }

    private void advance(Member member, TargetState said, Report report, int have) {
        if (member.isOver() || said == member.state) {
            return;
        }
        member.state = said;
        member.failure = Optional.ofNullable(report.failure());
        news.add(new Progress(member.id(), said, have, member.failure));
        Performance seen = swarm.peer(member.number).performance();
        if (report.responseMillis() != null && report.responseMillis() >= 0) {
            double response = report.responseMillis() / 1e3;
            measured.put(
                    member.id(), new Performance(response, seen.uploadRate(), seen.downloadRate(), seen.reliability()));
        } else if (said == TargetState.COMPLETE) {
            measured.put(
                    member.id(), new Performance(seen.responseSeconds(), seen.uploadRate(), seen.downloadRate(), 1));
        } else if (said == TargetState.FAILED) {
            measured.put(member.id(), failed(member));
            swarm.lost(member.number);
        }
    }

    private boolean isDry(Member member) {
        return swarm.peer(member.number).awaited() <= DRY_PIECES && !swarm.complete(swarm.peer(member.number));
    }

    /** Lets time pass: gives up who is silent, and plans when that is due. */
    synchronized void tick(long now) {
        for (Member member : members.values()) {
            long silence = now - member.heardNanos;
            if (member.heard && silence > SILENCE_NANOS) {
                swarm.lost(member.number);
            }
            if (!member.isOver() && silence > giveUpNanos) {
                measured.put(member.id(), failed(member));
                giveUp(member, "not heard of for " + Duration.ofNanos(silence).toSeconds() + " s");
            }
        }
        if (now - sourceTriedNanos >= SOURCE_AGAIN_NANOS) {
            swarm.trySourceAgain();
            sourceTriedNanos = now;
        }
        if (now - plannedNanos >= PLAN_NANOS) {
            plan(now);
        }
    }

    /** Terminals that an administrator has removed are waited for no more, and nobody fetches from them. */
    synchronized void removed(Set<String> gone) {
        for (Member member : members.values()) {
            if (!member.isOver() && gone.contains(member.id())) {
                giveUp(member, "removed");
            }
        }
    }

    private void giveUp(Member member, String why) {
        member.state = TargetState.FAILED;
        member.failure = Optional.of(why);
        swarm.lost(member.number);
        int have = swarm.peer(member.number).pieces();
        news.add(new Progress(member.id(), TargetState.FAILED, have, member.failure));
    }

    private void plan(long now) {
        rates.observe(members, now);
        planner.plan(swarm, (now - beginNanos) / 1e9);
        plannedNanos = now;
    }

    /** What is to be recorded since the last call: ends and acknowledgements of targets. */
    synchronized List<Progress> takeNews() {
        List<Progress> taken = List.copyOf(news);
        news.clear();
        return taken;
    }

    /** Measurements of terminals since the last call. */
    synchronized Map<String, Performance> takeMeasured() {
        Map<String, Performance> taken = Map.copyOf(measured);
        measured.clear();
        return taken;
    }

    /** Pieces that each target has. */
    synchronized Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        members.values()
                .forEach(member ->
                        counts.put(member.id(), swarm.peer(member.number).pieces()));
        return counts;
    }

    /** Whether every target has the file or has failed. */
    synchronized boolean isOver() {
        return members.values().stream().allMatch(Member::isOver);
    }

    /** A look at all, for those who watch. */
    synchronized <T> T look(View<T> view) {
        return view.of(members.values(), swarm, rates.meter(), names);
    }

    /** Reads what a direction knows, while nothing changes. */
    @FunctionalInterface
    interface View<T> {
        T of(Collection<Member> members, Swarm swarm, LinkMeter meter, Map<Integer, String> names);
    }
}
