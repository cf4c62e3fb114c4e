/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.admin.NodeView;
import dev.spillway.relay.admin.ServerView;
import dev.spillway.relay.admin.TransferDetail;
import dev.spillway.relay.admin.TransferView;
import dev.spillway.relay.control.Report;
import dev.spillway.relay.plan.Peer;
import dev.spillway.relay.plan.Swarm;
import dev.spillway.relay.request.DealtPlace;
import dev.spillway.relay.request.RequestRefusedException;
import dev.spillway.relay.request.RequestSigner;
import dev.spillway.relay.request.Target;
import dev.spillway.relay.request.TransportRequest;
import dev.spillway.relay.track.Publications.Publication;
import dev.spillway.relay.track.Publications.Summary;
import dev.spillway.relay.track.Terminals;
import dev.spillway.relay.track.Transfers.Progress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What administrators get to see. */
final class Overview {
    private static final Duration SERVER_SILENCE = Duration.ofSeconds(15);

    private final Office office;
    private final Directions directions;

    Overview(Office office, Directions directions) {
        this.office = office;
        this.directions = directions;
    }

    ServerView server() {
        Map<String, URI> others = new HashMap<>(office.mainServers().heardWithin(SERVER_SILENCE));
        others.remove(office.settings().name());
        String version = Overview.class.getPackage().getImplementationVersion();
        return new ServerView(
                office.settings().name(),
                office.settings().address(),
                RequestSigner.text(office.key()),
                version == null ? "development" : version,
                List.copyOf(others.values()));
    }

    List<TransferView> transfers(Optional<String> group, Optional<String> state) {
        return office.publications().newest().stream()
                .filter(one -> group.isEmpty() || one.publication().group().equals(group.get()))
                .filter(one -> state.isEmpty() || one.state().name().equals(state.get()))
                .map(Overview::view)
                .toList();
    }

    Optional<TransferView> transfer(UUID id) {
        return office.publications().find(id).map(Overview::view);
    }

    private static TransferView view(Summary summary) {
        Publication about = summary.publication();
        return new TransferView(
                about.id(),
                about.name(),
                about.group(),
                summary.state().name(),
                about.planner(),
                about.bytes(),
                about.pieces(),
                about.digest(),
                summary.created(),
                about.activation(),
                about.expiry(),
                summary.director().orElse(null),
                summary.targets(),
                summary.complete(),
                summary.failed(),
                summary.arrived());
    }

    Optional<TransferDetail> detail(UUID id) {
        Optional<Summary> summary = office.publications().find(id);
        if (summary.isEmpty()) {
            return Optional.empty();
        }
        TransferView view = view(summary.get());
        TransportRequest request;
        try {
            request = RequestSigner.read(office.transfers().lastRequest(id).orElseThrow());
        } catch (RequestRefusedException e) {
            throw new IllegalStateException("a request of the database cannot be read", e);
        }
        String source = new Origin(summary.get().publication().origin()).toString();
        Optional<Direction> mine = directions.find(id);
        List<Progress> progress = office.transfers().progress(id);
        TransferDetail detail =
                mine.isPresent() ? live(view, source, request, mine.get()) : recorded(view, source, request, progress);
        return Optional.of(withMissed(detail, progress));
    }

    /** Terminals that were silent when it was published are in no request. */
    private TransferDetail withMissed(TransferDetail detail, List<Progress> progress) {
        Set<String> asked =
                detail.targets().stream().map(TransferDetail.Target::terminal).collect(Collectors.toSet());
        List<Progress> missed =
                progress.stream().filter(one -> !asked.contains(one.terminal())).toList();
        if (missed.isEmpty()) {
            return detail;
        }
        Map<String, Target> known = office.terminals().nodes().stream()
                .map(Terminals.Node::target)
                .collect(Collectors.toMap(Target::id, Function.identity()));
        List<TransferDetail.Target> all = new ArrayList<>(detail.targets());
        for (Progress one : missed) {
            Target target = known.get(one.terminal());
            if (target != null) { // it may have been removed since
                all.add(recorded(target, one, TransferDetail.SOURCE));
            }
        }
        return new TransferDetail(detail.transfer(), detail.source(), detail.sourceRate(), all);
    }

    private static TransferDetail recorded(
            TransferView view, String source, TransportRequest request, List<Progress> all) {
        Map<String, Progress> progress = new HashMap<>();
        all.forEach(one -> progress.put(one.terminal(), one));
        List<TransferDetail.Target> targets = new ArrayList<>();
        for (Target target : request.targets()) {
            Progress known = progress.get(target.id());
            if (known != null) {
                targets.add(recorded(target, known, dealtParent(request, target.id())));
            }
        }
        return new TransferDetail(view, source, 0, targets);
    }

    private static TransferDetail.Target recorded(Target target, Progress known, String parent) {
        return new TransferDetail.Target(
                target.id(),
                target.address().toString(),
                target.relays(),
                known.state().name(),
                known.pieces(),
                parent,
                List.of(),
                0,
                0,
                known.failure().orElse(null));
    }

    private static String dealtParent(TransportRequest request, String terminal) {
        return DealtPlace.of(request, terminal)
                .flatMap(DealtPlace::parent)
                .map(Target::id)
                .orElse(TransferDetail.SOURCE);
    }

    private static TransferDetail live(
            TransferView view, String source, TransportRequest request, Direction direction) {
        long now = System.nanoTime();
        return direction.look((members, swarm, meter, names) -> {
            List<TransferDetail.Target> targets = members.stream()
                    .map(member -> live(member, request, swarm, meter, names, now))
                    .toList();
            return new TransferDetail(view, source, meter.from(Report.SOURCE, now), targets);
        });
    }

    private static TransferDetail.Target live(
            Member member,
            TransportRequest request,
            Swarm swarm,
            LinkMeter meter,
            Map<Integer, String> names,
            long now) {
        Peer peer = swarm.peer(member.number);
        Map<String, Double> into = meter.into(member.id(), now);
        Map<String, Integer> assigned = new HashMap<>();
        peer.open()
                .forEach(open -> assigned.merge(
                        names.get(open.assignment().parent()),
                        open.assignment().end() - open.assignment().first(),
                        Integer::sum));
        into.keySet().forEach(from -> assigned.putIfAbsent(from, 0));
        List<TransferDetail.Feed> feeds = assigned.entrySet().stream()
                .map(entry -> new TransferDetail.Feed(
                        entry.getKey(), into.getOrDefault(entry.getKey(), 0.0), entry.getValue()))
                .sorted(Comparator.comparing(TransferDetail.Feed::from))
                .toList();
        String parent = member.cameFrom.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseGet(() -> dealtParent(request, member.id()));
        return new TransferDetail.Target(
                member.id(),
                member.target.address().toString(),
                member.target.relays(),
                member.state.name(),
                peer.pieces(),
                parent,
                feeds,
                into.values().stream().mapToDouble(Double::doubleValue).sum(),
                meter.from(member.id(), now),
                member.failure.orElse(null));
    }

    List<NodeView> nodes() {
        List<NodeView> views = new ArrayList<>();
        for (Terminals.Node node : office.terminals().nodes()) {
            Target target = node.target();
            views.add(new NodeView(
                    target.id(),
                    target.address().toString(),
                    node.files().map(URI::toString).orElse(null),
                    node.groups(),
                    target.relays(),
                    node.state().name(),
                    views.size() + 1,
                    node.silence().toMillis() / 1e3,
                    node.busy(),
                    target.performance().responseSeconds(),
                    target.performance().uploadRate(),
                    target.performance().downloadRate(),
                    target.performance().reliability(),
                    node.age().toMillis() / 1e3));
        }
        return views;
    }
}
