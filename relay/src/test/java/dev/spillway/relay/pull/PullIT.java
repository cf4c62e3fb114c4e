/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.client.dial.ProxyRules;
import dev.spillway.client.dial.SocketDialer;
import dev.spillway.client.dial.TlsSettings;
import dev.spillway.client.http.HttpAgent;
import dev.spillway.client.http.HttpSettings;
import dev.spillway.client.pool.Assignment;
import dev.spillway.client.pool.Endpoint;
import dev.spillway.client.pool.PoolLimits;
import dev.spillway.client.pool.SocketPool;
import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.store.PieceCutter;
import dev.spillway.relay.store.PieceStore;
import dev.spillway.relay.store.PieceStore.Appearance;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pulls over real sockets, from upstreams that are not always well. */
@Timeout(120)
class PullIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int COUNT = 30;

    @TempDir
    Path folder;

    private final byte[] content = new byte[COUNT * Pieces.LEAST_PIECE_BYTES - 100];
    private FileSpec spec;
    private PieceServer good;
    private PieceServer other;
    private SocketPool pool;
    private PieceFetcher fetcher;
    private PieceStore store;

    @BeforeEach
    void start() throws IOException {
        new SplittableRandom(3).nextBytes(content);
        PieceCutter.Cut cut =
                PieceCutter.cut(Files.write(folder.resolve("original"), content), Pieces.LEAST_PIECE_BYTES);
        spec = new FileSpec(
                "file.bin",
                "a/b",
                cut.digest(),
                cut.pieces(),
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(1),
                FileSpec.Compression.NONE,
                Optional.empty());
        good = new PieceServer(content, cut.pieces());
        other = new PieceServer(content, cut.pieces());
        pool = new SocketPool(
                new AllowedHosts(
                        endpoint -> endpoint.host().equals("127.0.0.1"),
                        new SocketDialer(ProxyRules.NONE, TlsSettings.system())),
                PoolLimits.DEFAULT,
                Assignment.roundRobin());
        fetcher = fetcher(pool);
        store = PieceStore.open(Files.createDirectory(folder.resolve("target")), spec);
    }

    private static PieceFetcher fetcher(SocketPool pool) {
        Duration bound = Duration.ofSeconds(10);
        return new PieceFetcher(new HttpAgent(
                pool,
                new HttpSettings(bound, bound, bound, bound, uri -> Optional.empty(), ProxyRules.NONE, Map.of())));
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
        pool.close();
        good.close();
        other.close();
    }

    private PullReport pull(URI... upstreams) throws IOException, InterruptedException {
        return new Pull(store, fetcher, piece -> List.of(upstreams), PATIENCE).run(3);
    }

    private void assertArrived() throws IOException {
        assertThat(store.appear(Instant.now())).isEqualTo(Appearance.APPEARED);
        assertThat(folder.resolve("target/file.bin")).hasBinaryContent(content);
    }

    @Test
    void everyPieceIsAskedForOnceOverKeptConnections() throws Exception {
        PullReport report = pull(good.file());
        assertArrived();
        assertThat(good.served).hasValue(COUNT);
        assertThat(report.upstreams()).containsExactly(new PullReport.Upstream(good.file(), COUNT, 0, false));
        assertThat(pool.stats().opened()).isLessThanOrEqualTo(3);
    }

    @Test
    void aBadPieceAloneIsFetchedElsewhere() throws Exception {
        other.corrupts = piece -> piece == 7;
        PullReport report = pull(other.file(), good.file());
        assertArrived();
        assertThat(good.served).hasValue(1);
        assertThat(report.upstreams()).contains(new PullReport.Upstream(other.file(), COUNT - 1, 1, false));
    }

    @Test
    void whoGivesBadPiecesAgainIsGivenUp() throws Exception {
        other.corrupts = piece -> true;
        PullReport report = pull(other.file(), good.file());
        assertArrived();
        assertThat(other.served.get()).as("two, and what was under way then").isLessThanOrEqualTo(5);
        assertThat(report.upstreams())
                .anyMatch(upstream -> upstream.address().equals(other.file()) && upstream.givenUp());
    }

    @Test
    void aSourceThatHasSomethingElseByNowIsTheEnd() {
        good.corrupts = piece -> piece >= COUNT / 2;
        Upstreams others = new Upstreams() {
            @Override
            public List<URI> of(int piece) {
                return List.of(good.file());
            }

            @Override
            public boolean mayChange() {
                return true;
            }

            @Override
            public boolean isSource(URI upstream) {
                return upstream.equals(good.file());
            }
        };
        Pull pull = new Pull(store, fetcher, others, Duration.ofDays(7), Duration.ofMillis(500));
        assertThatThrownBy(() -> pull.run(3)).hasMessageContaining("something else than what was published");
        assertThat(store.pieces().cardinality()).as("what has come is kept").isEqualTo(COUNT / 2);
    }

    @Test
    void aDeadUpstreamIsReplaced() throws Exception {
        URI dead = other.file();
        other.close();
        pull(dead, good.file());
        assertArrived();
    }

    @Test
    void aBrokenAnswerIsFetchedAgain() throws Exception {
        other.breaksOff = piece -> piece % 10 == 4;
        pull(other.file(), good.file());
        assertArrived();
    }

    @Test
    void redirectsCannotLeadToServersThatAreNotAllowed() {
        assertThatThrownBy(() ->
                        new Pull(store, fetcher, piece -> List.of(good.redirecting()), Duration.ofMillis(1)).run(1))
                .hasRootCauseMessage(new Endpoint("localhost", 1, false)
                        + " is not on the list of allowed servers of this terminal");
    }

    @Test
    void aLyingSourceIsAnEnd() {
        good.corrupts = piece -> true;
        assertThatThrownBy(() -> pull(good.file())).hasMessageContaining("no upstream is left");
        assertThat(store.pieces().isEmpty()).isTrue();
    }

    @Test
    void whatIsThereIsNotFetchedAgain() throws Exception {
        store.put(4, ByteBuffer.wrap(content, 4 * Pieces.LEAST_PIECE_BYTES, Pieces.LEAST_PIECE_BYTES));
        pull(good.file());
        assertArrived();
        assertThat(good.asked).doesNotContain(4);
    }

    /** Cut-through: the parent passes on what it has while it is itself still fetching. */
    @Test
    void aChildBeginsBeforeItsParentHasAll() throws Exception {
        Path below = Files.createDirectory(folder.resolve("below"));
        try (PieceStore child = PieceStore.open(below, spec)) {
            other.has = store::has;
            // The source holds the second half back until the child has the first.
            good.has = piece -> piece < COUNT / 2 || child.pieces().cardinality() >= COUNT / 2;
            CompletableFuture<PullReport> parent = inBackground(store, good.file());
            CompletableFuture<PullReport> grandchild = inBackground(child, other.file());
            parent.get(60, TimeUnit.SECONDS);
            grandchild.get(60, TimeUnit.SECONDS);
            assertThat(child.appear(Instant.now())).isEqualTo(Appearance.APPEARED);
        }
        assertThat(below.resolve("file.bin")).hasBinaryContent(content);
        assertThat(good.served).as("the source gave each piece once").hasValue(COUNT);
    }

    private CompletableFuture<PullReport> inBackground(PieceStore target, URI upstream) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new Pull(target, fetcher, piece -> List.of(upstream), PATIENCE).run(3);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
