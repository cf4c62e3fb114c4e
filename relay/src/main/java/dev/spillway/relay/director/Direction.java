/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.control.PieceSets;
import dev.spillway.relay.control.Report;
import dev.spillway.relay.plan.Assignment;
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
import java.util.HashSet;
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

    /** Times what has come in until the next plan is the most that is expected until the one behind it. */
    private static final double GROWTH = 2;

    /** Pieces to be had at once by somebody who is slow itself, and does not wait for others. */
    private static final int PLENTY = 12;

    /** Bad pieces of one parent after which nobody is told to fetch from it any more. */
    private static final int LYING = 2;

    private final Planner planner;
    private final Swarm swarm;
    private final int pieces;
    private final long giveUpNanos;
    private final long beginNanos;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Set<Integer> seenUpload = new HashSet<>();
    private final LinkMeter meter = new LinkMeter();
    private final List<Progress> news = new ArrayList<>();
    private final Map<String, Performance> measured = new LinkedHashMap<>();
    private volatile TransportRequest request;
    private long plannedNanos;

    Direction(TransportRequest request, Planner planner, double sourceRate, Duration giveUp, long now) {
        this.request = request;
        this.planner = planner;
        this.pieces = request.file().pieces().count();
        // An empty file has no pieces, and a swarm must have one; nobody ever fetches it.
        this.swarm = new Swarm(Math.max(1, pieces), request.file().pieces().pieceBytes(), sourceRate);
        this.giveUpNanos = giveUp.toNanos();
        this.beginNanos = now;
        this.plannedNanos = now - PLAN_NANOS;
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
        meter.note(member.id(), report.links(), now);
        report.links().forEach(link -> note(member, link));
        advance(member, said, report, have.cardinality());
        if (!member.isOver() && isDry(member) && now - plannedNanos >= DRY_PLAN_NANOS) {
            plan(now);
        }
        return new Report.Answer(member.isOver() ? List.of() : given(member), request.issue(), null, false);
    }

    private void hear(Member member, BitSet have, long now) {
        member.heard = true;
        member.heardNanos = now;
        Peer peer = swarm.peer(member.number);
        boolean lessThanBefore = have.cardinality() < peer.pieces();
        if ((!peer.alive() || lessThanBefore) && member.state != TargetState.FAILED) {
            // It was given up and is here again, or has found pieces to be damaged: a new peer, as what was known of
            // the
            // old one does not hold any more.
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
        if (parent == null) {
            return;
        }
        if (link.failures() >= UNREACHABLE && swarm.peer(child.number).reaches(swarm.peer(parent.number))) {
            swarm.unreachable(child.number, parent.number);
        }
        if (link.bad() > 0 && child.bad.merge(parent.id(), link.bad(), Integer::sum) >= LYING) {
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

    /** What a parent has comes first, so that nobody waits for one piece while others could be had; then what parents await themselves. */
    private List<Report.Given> given(Member member) {
        List<Report.Given> ready = new ArrayList<>();
        List<Report.Given> awaited = new ArrayList<>();
        Peer child = swarm.peer(member.number);
        for (Peer.Open open : child.open()) {
            Assignment made = open.assignment();
            Peer parent = swarm.peer(made.parent());
            String name = names.get(made.parent());
            for (int piece = child.nextMissing(made.first());
                    piece < made.end();
                    piece = child.nextMissing(piece + 1)) {
                append(parent.has(piece) ? ready : awaited, name, piece);
            }
        }
        ready.addAll(awaited);
        return ready;
    }

    private static void append(List<Report.Given> runs, String from, int piece) {
        int last = runs.size() - 1;
        if (last >= 0 && runs.get(last).end() == piece && runs.get(last).from().equals(from)) {
            runs.set(last, new Report.Given(from, runs.get(last).first(), piece + 1));
        } else {
            runs.add(new Report.Given(from, piece, piece + 1));
        }
    }

    /** Lets time pass: gives up who is silent, and plans when that is due. */
    synchronized void tick(long now) {
        for (Member member : members.values()) {
            long silence = now - member.heardNanos;
            if (member.heard && silence > SILENCE_NANOS) {
                swarm.lost(member.number);
            }
            if (!member.isOver() && silence > giveUpNanos) {
                member.state = TargetState.FAILED;
                member.failure = Optional.of(
                        "not heard of for " + Duration.ofNanos(silence).toSeconds() + " s");
                swarm.lost(member.number);
                measured.put(member.id(), failed(member));
                news.add(new Progress(
                        member.id(),
                        TargetState.FAILED,
                        swarm.peer(member.number).pieces(),
                        member.failure));
            }
        }
        if (now - plannedNanos >= PLAN_NANOS) {
            plan(now);
        }
    }

    /** Terminals that an administrator has removed are waited for no more, and nobody fetches from them. */
    synchronized void removed(Set<String> gone) {
        for (Member member : members.values()) {
            if (!member.isOver() && gone.contains(member.id())) {
                member.state = TargetState.FAILED;
                member.failure = Optional.of("removed");
                swarm.lost(member.number);
                news.add(new Progress(
                        member.id(),
                        TargetState.FAILED,
                        swarm.peer(member.number).pieces(),
                        member.failure));
            }
        }
    }

    private void plan(long now) {
        observe(now);
        planner.plan(swarm, (now - beginNanos) / 1e9);
        plannedNanos = now;
    }

    private void observe(long now) {
        meter.passedOn(now).forEach((parent, passed) -> {
            int number = parent.equals(Report.SOURCE) ? Swarm.SOURCE : numberOf(parent);
            if (number >= 0) {
                observe(number, passed);
            }
        });
        for (Member member : members.values()) {
            double rate = meter.into(member.id(), now).values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            double known = swarm.peer(member.number).performance().downloadRate();
            if (rate > known) {
                swarm.knownDownload(member.number, rate);
            } else if (rate > 0 && known > GROWTH * rate && swarm.ready(member.number) >= PLENTY) {
                // Who waits for others takes in less than it could, and if it were given less for that, less again.
                swarm.knownDownload(member.number, (known + GROWTH * rate) / 2);
            }
        }
    }

    /** Who had enough to do has shown what it can give; who had not, only what it can give at the least. */
    private void observe(int number, LinkMeter.Passed passed) {
        double known = swarm.peer(number).performance().uploadRate();
        if (passed.rate() > known || (passed.isFull() && seenUpload.add(number))) {
            swarm.knownUpload(number, passed.rate());
        } else if (passed.isFull()) {
            swarm.measuredUpload(number, passed.rate());
        }
    }

    private int numberOf(String terminal) {
        Member member = members.get(terminal);
        return member == null ? -1 : member.number;
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
        return view.of(members.values(), swarm, meter, names);
    }

    /** Reads what a direction knows, while nothing changes. */
    @FunctionalInterface
    interface View<T> {
        T of(Collection<Member> members, Swarm swarm, LinkMeter meter, Map<Integer, String> names);
    }
}
