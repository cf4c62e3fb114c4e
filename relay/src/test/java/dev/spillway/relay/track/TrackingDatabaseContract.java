/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.relay.plan.Performance;
import dev.spillway.relay.request.Target;
import dev.spillway.relay.track.Publications.Publication;
import dev.spillway.relay.track.Transfers.Progress;
import dev.spillway.relay.track.Transfers.State;
import dev.spillway.relay.track.Transfers.TargetState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tracking database promises, on whichever database it is. */
abstract class TrackingDatabaseContract {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration OVER = Duration.ofSeconds(-1);
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private TrackingDatabase database;
    private Terminals terminals;
    private Transfers transfers;
    private Publications publications;

    /** The database that the tests of this class run on, the same at each call. */
    abstract TrackingDatabase open();

    @BeforeEach
    void start() {
        database = open();
        terminals = database.terminals();
        transfers = database.transfers();
        publications = database.publications();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static String unique(String name) {
        return name + "-" + UUID.randomUUID();
    }

    private String terminal(String group) {
        String id = unique("t");
        terminals.register(id, URI.create("http://" + id + ".example.org/"), true, Set.of(group), "token of " + id);
        return id;
    }

    private List<String> ranked(String group) {
        return terminals.ranked(group, SILENCE).stream().map(Target::id).toList();
    }

    private UUID transfer(String group) {
        UUID id = UUID.randomUUID();
        transfers.plan(id, "file", group, terminals.ranked(group, SILENCE));
        return id;
    }

    /** So that the tests that claim do not get the transfers of others. */
    private void clearClaims() {
        while (transfers.claim("another", LEASE).isPresent()) {
            // Held for as long as the tests run.
        }
    }

    @Test
    void terminalsComeOutInTheOrderOfTheirMeasurements() {
        String group = unique("g");
        String slow = terminal(group);
        String fast = terminal(group);
        String unreliable = terminal(group);
        for (int i = 0; i < 20; i++) {
            terminals.measured(slow, new Performance(0.1, 1e6, 1e6, 1));
            terminals.measured(fast, new Performance(0.001, 1e9, 1e9, 1));
            terminals.measured(unreliable, new Performance(0.001, 1e9, 1e9, 0));
        }
        assertThat(ranked(group).get(0)).isEqualTo(fast);
        assertThat(ranked(group)).containsExactlyInAnyOrder(fast, slow, unreliable);
    }

    @Test
    void oneMeasurementMovesAFigureByItsWeight() {
        String group = unique("g");
        String id = terminal(group);
        terminals.measured(id, new Performance(0.05, 20e6, 10e6, 1));
        assertThat(terminals.ranked(group, SILENCE).get(0).performance().uploadRate())
                .as("nothing had been measured")
                .isEqualTo(20e6);
        terminals.measured(id, new Performance(0.05, 120e6, 10e6, 1));
        Performance moved = terminals.ranked(group, SILENCE).get(0).performance();
        assertThat(moved.uploadRate()).isEqualTo(50e6);
        assertThat(moved.downloadRate()).isEqualTo(10e6);
        assertThat(terminals.age(id).orElseThrow()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void terminalsLeaveAndComeBack() {
        String group = unique("g");
        String id = terminal(group);
        assertThat(terminals.setState(id, Terminals.State.DRAINED)).isTrue();
        assertThat(ranked(group)).isEmpty();
        assertThat(terminals.setState(id, Terminals.State.ACTIVE)).isTrue();
        assertThat(ranked(group)).containsExactly(id);
        assertThat(terminals.ranked(group, OVER)).as("not heard of in time").isEmpty();
        assertThat(terminals.remove(id)).isTrue();
        assertThat(terminals.remove(id)).isFalse();
        assertThat(ranked(group)).isEmpty();
    }

    @Test
    void aTerminalThatRegistersAgainKeepsItsFigures() {
        String group = unique("g");
        String id = terminal(group);
        terminals.measured(id, new Performance(0.05, 110e6, 10e6, 1));
        String other = unique("g");
        terminals.register(id, URI.create("https://new.example.org/"), false, Set.of(other), "new token");
        assertThat(ranked(group)).isEmpty();
        Target now = terminals.ranked(other, SILENCE).get(0);
        assertThat(now.address()).hasHost("new.example.org");
        assertThat(now.relays()).isFalse();
        assertThat(now.performance().uploadRate()).isEqualTo(110e6);
        assertThat(terminals.heartbeat(id, "token of " + id)).isFalse();
        assertThat(terminals.heartbeat(id, "new token")).isTrue();
        assertThat(terminals.heartbeat("nobody", "new token")).isFalse();
    }

    @Test
    void aTransferIsClaimedOnceUntilTheLeaseEnds() {
        clearClaims();
        UUID id = transfer(unique("g"));
        assertThat(transfers.claim("a", OVER)).map(Transfers.Transfer::id).hasValue(id);
        assertThat(transfers.renew(id, "a", LEASE)).as("too late").isFalse();
        assertThat(transfers.claim("b", LEASE)).map(Transfers.Transfer::id).hasValue(id);
        assertThat(transfers.claim("c", LEASE)).isEmpty();
        assertThat(transfers.renew(id, "a", LEASE)).as("b has it").isFalse();
        assertThat(transfers.renew(id, "b", LEASE)).isTrue();
        assertThat(transfers.cancel(id)).isTrue();
        assertThat(transfers.renew(id, "b", LEASE)).isFalse();
    }

    @Test
    void severalMainServersShareTheWork() throws Exception {
        clearClaims();
        String group = unique("g");
        Set<UUID> planned = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            planned.add(transfer(group));
        }
        int servers = 4;
        ExecutorService threads = Executors.newFixedThreadPool(servers);
        try {
            CyclicBarrier together = new CyclicBarrier(servers);
            List<Future<List<UUID>>> claims = new ArrayList<>();
            for (int n = 0; n < servers; n++) {
                String server = "main-" + n;
                claims.add(threads.submit(() -> {
                    together.await(30, TimeUnit.SECONDS);
                    return claimAll(server);
                }));
            }
            List<UUID> claimed = new ArrayList<>();
            for (Future<List<UUID>> claim : claims) {
                claimed.addAll(claim.get(60, TimeUnit.SECONDS));
            }
            claimed.addAll(claimAll("late"));
            assertThat(claimed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(planned);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<UUID> claimAll(String server) {
        List<UUID> mine = new ArrayList<>();
        for (Optional<Transfers.Transfer> next = transfers.claim(server, LEASE);
                next.isPresent();
                next = transfers.claim(server, LEASE)) {
            mine.add(next.get().id());
        }
        return mine;
    }

    @Test
    void aTransferEndsWithItsLastTarget() {
        clearClaims();
        String group = unique("g");
        String one = terminal(group);
        String two = terminal(group);
        UUID id = transfer(group);
        transfers.claim("a", LEASE);
        transfers.acknowledged(id, new Progress(one, TargetState.COMPLETE, 7, Optional.empty()));
        assertThat(transfers.find(id)).map(Transfers.Transfer::state).hasValue(State.RUNNING);
        transfers.acknowledged(id, new Progress(one, TargetState.RECEIVING, 3, Optional.empty()));
        transfers.acknowledged(id, new Progress(two, TargetState.FAILED, 1, Optional.of("disk full".repeat(200))));
        assertThat(transfers.find(id)).map(Transfers.Transfer::state).hasValue(State.ENDED);
        assertThat(transfers.progress(id))
                .as("what came late undid nothing")
                .contains(new Progress(one, TargetState.COMPLETE, 7, Optional.empty()))
                .anyMatch(progress -> progress.terminal().equals(two)
                        && progress.failure().orElseThrow().startsWith("disk full"));
        assertThat(transfers.cancel(id)).isFalse();
    }

    @Test
    void whatFailedIsOwedUntilItArrives() {
        clearClaims();
        String group = unique("g");
        String id = terminal(group);
        UUID first = transfer(group);
        transfers.claim("a", LEASE);
        transfers.acknowledged(first, new Progress(id, TargetState.FAILED, 0, Optional.of("gone")));
        assertThat(transfers.owed(group, "file")).containsExactly(id);
        UUID second = transfer(group);
        transfers.claim("a", LEASE);
        transfers.acknowledged(second, new Progress(id, TargetState.COMPLETE, 7, Optional.empty()));
        assertThat(transfers.owed(group, "file")).isEmpty();
    }

    private Publication publication(String group, String name, Instant expiry) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new Publication(
                UUID.randomUUID(), name, group, "adaptive", "00".repeat(32), 7, 1, now, expiry, "store:" + name);
    }

    /** Like one that was there and has failed. */
    @Test
    void whoIsSilentIsOwedWhatIsPublished() {
        clearClaims();
        String group = unique("g");
        String here = terminal(group);
        String silent = terminal(group);
        assertThat(terminals.silent(group, OVER)).containsExactlyInAnyOrder(here, silent);
        assertThat(terminals.silent(group, SILENCE)).isEmpty();
        Publication made = publication(
                group,
                unique("f"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(600));
        List<Target> targets = terminals.ranked(group, SILENCE).stream()
                .filter(target -> target.id().equals(here))
                .toList();
        publications.publish(made, targets, List.of(silent), 1, new byte[] {1});
        transfers.claim("a", LEASE);
        transfers.acknowledged(made.id(), new Progress(here, TargetState.COMPLETE, 1, Optional.empty()));
        assertThat(transfers.find(made.id())).map(Transfers.Transfer::state).hasValue(State.ENDED);
        assertThat(transfers.owed(group, made.name())).containsExactly(silent);
        assertThat(publications.unfinished(group)).containsExactly(made.id());
    }

    @Test
    void whoWasSilentMayJoin() {
        String group = unique("g");
        String silent = terminal(group);
        Publication made = publication(
                group,
                unique("f"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(600));
        publications.publish(made, List.of(), List.of(silent), 1, new byte[] {1});
        transfers.join(made.id(), List.of(silent), 2, new byte[] {2});
        assertThat(transfers.progress(made.id()))
                .containsExactly(new Progress(silent, TargetState.WAITING, 0, Optional.empty()));
        assertThat(publications.openFor(silent)).containsExactly(made.id());
    }

    @Test
    void anOriginExpiresWithItsLastPublication() {
        String name = unique("f");
        Instant late = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(600);
        for (Instant expiry : List.of(late, late.minusSeconds(500))) {
            publications.publish(publication(unique("g"), name, expiry), List.of(), List.of(), 1, new byte[] {1});
        }
        assertThat(publications.expiries()).containsEntry("store:" + name, late);
    }

    @Test
    void largeRequestsAreKeptAsTheyWereSent() {
        UUID id = transfer(unique("g"));
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 7);
        transfers.sent(id, 0, new byte[] {1});
        transfers.sent(id, 1, large);
        assertThat(transfers.lastRequest(id)).hasValue(large);
        assertThat(transfers.lastRequest(UUID.randomUUID())).isEmpty();
    }

    @Test
    void everythingIsThereAfterARestart() {
        clearClaims();
        String group = unique("g");
        String id = terminal(group);
        UUID transfer = transfer(group);
        database.close();
        start();
        assertThat(ranked(group)).containsExactly(id);
        assertThat(transfers.claim("a", LEASE)).map(Transfers.Transfer::id).hasValue(transfer);
    }
}
