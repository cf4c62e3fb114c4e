/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.admin.NodeView;
import dev.spillway.relay.admin.TransferView;
import dev.spillway.relay.figures.Figure;
import dev.spillway.relay.figures.Figures;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The figures of a main server. They are those of the database, so all main servers that share it say the same. */
final class MainFigures implements Figures {
    private static final double SILENCE_SECONDS = 10;

    private final Overview overview;

    MainFigures(Overview overview) {
        this.overview = overview;
    }

    @Override
    public List<Figure> figures() {
        List<NodeView> nodes = overview.nodes();
        List<TransferView> transfers = overview.transfers(Optional.empty(), Optional.empty());
        return List.of(
                Figure.gauge("Terminals", "spillway_relay_terminals", "terminals that are registered", nodes.size()),
                Figure.gauge(
                        "DrainedTerminals",
                        "spillway_relay_terminals_drained",
                        "of them, those that are in no new transfer",
                        count(nodes, node -> node.state().equals("DRAINED"))),
                Figure.gauge(
                        "SilentTerminals",
                        "spillway_relay_terminals_silent",
                        "of them, those that have not been heard of for 10 seconds",
                        count(nodes, node -> node.heardSeconds() > SILENCE_SECONDS)),
                Figure.gauge(
                        "RunningTransfers",
                        "spillway_relay_transfers_running",
                        "transfers that have not ended",
                        count(transfers, MainFigures::isRunning)),
                Figure.gauge(
                        "OpenTargets",
                        "spillway_relay_targets_open",
                        "terminals that are still to get the file of a transfer, of all that run",
                        transfers.stream()
                                .filter(MainFigures::isRunning)
                                .mapToInt(one -> one.targets() - one.complete() - one.failed())
                                .sum()),
                Figure.gauge(
                        "CompleteTargets",
                        "spillway_relay_targets_complete",
                        "terminals that have got the file of a transfer, of the newest thousand transfers",
                        transfers.stream().mapToInt(TransferView::complete).sum()),
                Figure.gauge(
                        "FailedTargets",
                        "spillway_relay_targets_failed",
                        "terminals that a transfer has failed for, of the newest thousand transfers",
                        transfers.stream().mapToInt(TransferView::failed).sum()),
                Figure.gauge(
                        "MainServers",
                        "spillway_relay_main_servers",
                        "main servers that share the database and have been heard of lately",
                        1 + overview.server().others().size()));
    }

    private static boolean isRunning(TransferView transfer) {
        return transfer.state().equals("PLANNED") || transfer.state().equals("RUNNING");
    }

    private static <T> long count(List<T> all, Predicate<T> which) {
        return all.stream().filter(which).count();
    }
}
