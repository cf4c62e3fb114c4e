/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.control.RequestRelay;
import dev.spillway.relay.plan.AdaptivePlanner;
import dev.spillway.relay.plan.DealingPlanner;
import dev.spillway.relay.plan.Horizon;
import dev.spillway.relay.plan.Planner;
import dev.spillway.relay.request.DealtPlace;
import dev.spillway.relay.request.RequestRefusedException;
import dev.spillway.relay.request.RequestSigner;
import dev.spillway.relay.request.Target;
import dev.spillway.relay.request.TransportRequest;
import dev.spillway.relay.track.Publications.Publication;
import dev.spillway.relay.track.Publications.Summary;
import dev.spillway.relay.track.Transfers.Transfer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The transfers that this main server has claimed. Its methods are called at regular times by {@link MainServer}, each by one thread. */
final class Directions {
    static final String ADAPTIVE = "adaptive";
    static final String DEALING = "dealing";

    /** Terminals that were silent for so long are no targets of new transfers. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Logger LOG = System.getLogger(Directions.class.getName());

    private final Office office;
    private final RequestRelay relay;
    private final Map<UUID, Direction> running = new ConcurrentHashMap<>();

    Directions(Office office, RequestRelay relay) {
        this.office = office;
        this.relay = relay;
    }

    Optional<Direction> find(UUID transfer) {
        return Optional.ofNullable(running.get(transfer));
    }

    /** Takes over what nobody directs. */
    void claim() {
        for (Optional<Transfer> free = claimOne(); free.isPresent(); free = claimOne()) {
            begin(free.get());
        }
    }

    private Optional<Transfer> claimOne() {
        return office.transfers()
                .claim(office.settings().name(), office.settings().lease());
    }

    private void begin(Transfer transfer) {
        UUID id = transfer.id();
        try {
            Publication publication =
                    office.publications().find(id).orElseThrow().publication();
            byte[] signed = office.transfers().lastRequest(id).orElseThrow();
            TransportRequest request = RequestSigner.read(signed);
            if (!request.main().equals(office.settings().address())) {
                request = reissue(request, takeOver(publication, request), request.targets());
                signed = office.signer().sign(request);
                office.transfers().sent(id, request.issue(), signed);
            }
            long now = System.nanoTime();
            Direction direction = new Direction(
                    request,
                    planner(publication.planner(), request),
                    office.settings().uploadRate(),
                    office.settings().giveUp(),
                    now);
            direction.recall(office.transfers().progress(id));
            running.put(id, direction);
            LOG.log(
                    Level.INFO,
                    "directs {0} of {1} to {2} targets",
                    id,
                    request.file().name(),
                    request.targets().size());
            relay.send(request, signed, DealtPlace.fromSource(request));
        } catch (RequestRefusedException | RuntimeException e) {
            LOG.log(Level.ERROR, "transfer " + id + " cannot be directed", e);
        }
    }

    private URI takeOver(Publication publication, TransportRequest request) {
        Origin origin = new Origin(publication.origin());
        return origin.file(office.settings(), publication.bytes()).isPresent()
                ? origin.address(office.settings(), publication.id())
                : request.source();
    }

    private TransportRequest reissue(TransportRequest old, URI source, List<Target> targets) {
        return new TransportRequest(
                old.transfer(),
                old.issue() + 1,
                old.issued(),
                old.lapses(),
                office.settings().address(),
                source,
                old.file(),
                old.fanOut(),
                old.measuredFanOut(),
                targets);
    }

    private static Planner planner(String name, TransportRequest request) {
        if (name.equals(DEALING)) {
            return request.measuredFanOut() ? DealingPlanner.measured() : DealingPlanner.fixed(request.fanOut());
        }
        return new AdaptivePlanner(Horizon.USUAL);
    }

    /** Lets time pass for all transfers, and records what has happened. */
    void tick() {
        running.forEach((id, direction) -> {
            try {
                direction.tick(System.nanoTime());
                record(id, direction);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "transfer " + id + " goes on without a new plan", e);
            }
        });
    }

    /** Records what a direction has found out; to be called also at once after a report that ends something. */
    void record(UUID id, Direction direction) {
        direction.takeNews().forEach(progress -> office.transfers().acknowledged(id, progress));
        direction.takeMeasured().forEach(office.terminals()::measured);
        if (direction.isOver() && running.remove(id, direction)) {
            LOG.log(
                    Level.INFO,
                    "transfer {0} of {1} has ended",
                    id,
                    direction.request().file().name());
        }
    }

    /** Renews the leases, gives up what has passed to others or was cancelled, and notes how far targets are. */
    void renew() {
        running.forEach((id, direction) -> {
            if (!office.transfers()
                    .renew(id, office.settings().name(), office.settings().lease())) {
                running.remove(id, direction);
                LOG.log(Level.INFO, "no longer directs {0}", id);
            } else {
                Map<String, Integer> counts = direction.counts();
                office.transfers().progressed(id, counts);
                // Counted before, so that who joins just now is not taken for gone.
                Set<String> gone = new HashSet<>(counts.keySet());
                office.transfers().progress(id).forEach(progress -> gone.remove(progress.terminal()));
                direction.removed(gone);
            }
        });
    }

    /** Lets terminals that have come meanwhile take part in transfers of their group that are planned adaptively (D9). */
    void admitLate() {
        running.forEach((id, direction) -> {
            Optional<Summary> summary = office.publications().find(id);
            if (summary.isPresent() && summary.get().publication().planner().equals(ADAPTIVE)) {
                admitLate(direction, summary.get().publication());
            }
        });
    }

    private void admitLate(Direction direction, Publication publication) {
        UUID id = publication.id();
        TransportRequest request = direction.request();
        Set<String> known = new HashSet<>();
        request.targets().forEach(target -> known.add(target.id()));
        List<Target> late = new ArrayList<>(office.terminals().ranked(publication.group(), SILENCE));
        late.removeIf(target -> known.contains(target.id()));
        if (request.file().key().isPresent()) {
            late.removeIf(Publisher::isPlain);
        }
        if (!late.isEmpty()) {
            // What is repeated for some is there at the others.
            Set<String> served = office.publications().haveIt(publication);
            late.removeIf(target -> served.contains(target.id()));
        }
        if (late.isEmpty() || known.size() + late.size() > TransportRequest.MOST_TARGETS) {
            return;
        }
        List<Target> all = new ArrayList<>(request.targets());
        all.addAll(late);
        TransportRequest newer = reissue(request, request.source(), all);
        office.transfers()
                .join(
                        id,
                        late.stream().map(Target::id).toList(),
                        newer.issue(),
                        office.signer().sign(newer));
        direction.renew(newer, System.nanoTime());
        LOG.log(Level.INFO, "{0} more targets for {1}", late.size(), id);
    }

    /** Ends a transfer here; the database knows already. */
    void forget(UUID id) {
        running.remove(id);
    }

    /** Lets others take over at once. */
    void release() {
        running.keySet()
                .forEach(id -> office.transfers().release(id, office.settings().name()));
        running.clear();
    }
}
