/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.figures.Figure;
import dev.spillway.relay.figures.Figures;
import dev.spillway.relay.request.Pieces;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/** The figures of a terminal. What leaves it is counted by the download valve. */
final class TerminalFigures implements Figures {
    private final Shelf shelf;
    private final LocalView view;
    private final long quota;
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();

    TerminalFigures(Shelf shelf, LocalView view, long quota) {
        this.shelf = shelf;
        this.view = view;
        this.quota = quota;
    }

    /** A file has come whole. */
    void completed() {
        completed.increment();
    }

    /** A transfer was given up, or not taken. */
    void failed() {
        failed.increment();
    }

    @Override
    public List<Figure> figures() {
        Collection<Holding> all = shelf.all();
        List<PublishedFile> published = view.published();
        return List.of(
                Figure.gauge(
                        "PublishedFiles",
                        "spillway_relay_published_files",
                        "files that have appeared and not expired",
                        published.size()),
                Figure.gauge(
                        "PublishedBytes",
                        "spillway_relay_published_bytes",
                        "bytes of them",
                        published.stream().mapToLong(PublishedFile::bytes).sum()),
                Figure.gauge(
                        "ArrivingTransfers",
                        "spillway_relay_transfers_arriving",
                        "transfers of which pieces are still to come",
                        all.stream()
                                .filter(one -> one.state() == Holding.State.ARRIVING)
                                .count()),
                Figure.gauge(
                        "HeldBytes",
                        "spillway_relay_held_bytes",
                        "bytes of all pieces that are there, of whole files and of others",
                        sum(all, TerminalFigures::held)),
                Figure.gauge(
                        "WantedBytes",
                        "spillway_relay_wanted_bytes",
                        "room that they will need until all are whole; what the quota is about",
                        sum(all, Holding::room)),
                Figure.gauge("QuotaBytes", "spillway_relay_quota_bytes", "the quota", quota),
                Figure.ratio("Load", "spillway_relay_load_ratio", "how busy it is: 0 is idle, 1 is full", view.load()),
                Figure.counter(
                        "CompletedTransfers",
                        "spillway_relay_transfers_completed",
                        "files that have come whole since the start",
                        completed.sum()),
                Figure.counter(
                        "FailedTransfers",
                        "spillway_relay_transfers_failed",
                        "transfers that were given up or not taken since the start",
                        failed.sum()));
    }

    private static long sum(Collection<Holding> all, ToLongFunction<Holding> bytes) {
        return all.stream().mapToLong(bytes).sum();
    }

    private static long held(Holding holding) {
        Pieces pieces = holding.file().pieces();
        return Math.min(pieces.fileBytes(), (long) holding.pieces() * pieces.pieceBytes());
    }
}
