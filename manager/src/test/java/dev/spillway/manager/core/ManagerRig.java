/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.AdmitAnswer;
import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferListener;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A manager with its clients. At the end it is stopped, and then every download must have ended exactly once and no
 * figure may show a trace of it.
 */
final class ManagerRig implements AutoCloseable {
    private final DownloadManager manager;
    private final List<LoopbackPair> pairs = new ArrayList<>();
    private final List<RecordedEnd> ends = new ArrayList<>();

    private ManagerRig(DownloadManager manager) {
        this.manager = manager;
    }

    /** One loop, so that whatever blocks it shows. */
    static ManagerRig start() throws IOException {
        return start(config -> config);
    }

    static ManagerRig start(UnaryOperator<ManagerConfig> change) throws IOException {
        ManagerConfig oneLoop = ManagerConfig.defaults().withLoops(1);
        return new ManagerRig(EmbeddedManager.start(change.apply(oneLoop)));
    }

    DownloadManager manager() {
        return manager;
    }

    ManagerStats stats() {
        return manager.stats();
    }

    LoopbackPair connect() throws IOException {
        return added(LoopbackPair.open());
    }

    LoopbackPair connectSmall() throws IOException {
        return added(LoopbackPair.openSmall());
    }

    LoopbackPair connectAhead() throws IOException {
        return added(LoopbackPair.openAhead());
    }

    private LoopbackPair added(LoopbackPair pair) {
        pairs.add(pair);
        return pair;
    }

    /** Sends segments of a file over a connection. */
    RecordedEnd send(LoopbackPair pair, Path path, Segment... segments) throws IOException {
        return send(pair, new Transfer(manager.open(path), List.of(segments)));
    }

    /** Sends a file as a whole and without a head. */
    RecordedEnd sendFile(LoopbackPair pair, Path path) throws IOException {
        SourceFile file = manager.open(path);
        return send(pair, new Transfer(file, List.of(new FileRegion(0, file.size()))));
    }

    RecordedEnd send(LoopbackPair pair, Transfer transfer) {
        return send(pair.server(), transfer);
    }

    /** Sends over a socket of which the rig knows nothing but this end. */
    RecordedEnd send(SocketChannel socket, Transfer transfer) {
        RecordedEnd end = newEnd();
        start((Place) manager.admit(transfer.file(), transfer.terms()), socket, transfer, end);
        return end;
    }

    /** A place for a download of nobody in particular. */
    Place admit() {
        return (Place) ask();
    }

    AdmitAnswer ask() {
        return ask(Terms.NONE);
    }

    AdmitAnswer ask(Terms terms) {
        return manager.admit(new NamedFile(Path.of("any")), terms);
    }

    /** A listener that must have been told once by the time the rig is closed. */
    RecordedEnd newEnd() {
        return watch(new RecordedEnd());
    }

    RecordedEnd watch(RecordedEnd end) {
        ends.add(end);
        return end;
    }

    /** The one place that knows how a download is handed over. */
    static void start(Place place, SocketChannel socket, Transfer transfer, TransferListener listener) {
        place.begin(transfer, listener).start(plain(socket), Optional.empty());
    }

    static ClientSocket plain(SocketChannel socket) {
        return new ClientSocket(socket, Optional.empty());
    }

    /** Waits until the buffers of a connection are full: its download has begun, and nothing more goes. */
    void awaitBlocked() {
        Patience.await().until(() -> stats().queueLength() == 0 && stats().active() > 0 && stats().bytesSent() > 0);
        long[] before = {-1};
        Patience.await().pollInterval(Duration.ofMillis(50)).until(() -> {
            long last = before[0];
            before[0] = stats().bytesSent();
            return last == before[0];
        });
    }

    @Override
    public void close() throws IOException {
        try {
            manager.stop(Duration.ZERO);
            assertThat(ends).allSatisfy(end -> assertThat(end.calls()).isEqualTo(1));
            assertNothingIsLeft();
        } finally {
            for (LoopbackPair pair : pairs) {
                pair.close();
            }
        }
    }

    private void assertNothingIsLeft() {
        ManagerStats stats = stats();
        assertThat(stats.queueLength()).as("queue length").isZero();
        assertThat(stats.active()).as("active").isZero();
        assertThat(stats.lingering()).as("lingering").isZero();
        assertThat(stats.openFiles()).as("open files").isZero();
        long ended = 0;
        for (Outcome outcome : Outcome.values()) {
            ended += stats.ended(outcome);
        }
        assertThat(ended).as("ended").isEqualTo(stats.total());
    }
}
