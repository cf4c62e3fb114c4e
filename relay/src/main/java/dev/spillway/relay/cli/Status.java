/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import dev.spillway.relay.admin.TransferView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows transfers. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Lists the transfers, or draws one as a tree: on a terminal live, until it has ended.")
final class Status implements Callable<Integer> {
    @Mixin
    private AdminOptions admin;

    @Parameters(
            paramLabel = "TRANSFER",
            arity = "0..1",
            description = "identifier, the first characters of it, or the name of the file for its newest transfer")
    private String transfer;

    @Option(names = "--once", description = "draw it once, also on a terminal")
    private boolean once;

    @Option(names = "--wait", description = "come back when it has ended; the exit code says whether everybody has it")
    private boolean waits;

    @Override
    public Integer call() throws InterruptedException {
        AdminClient client = admin.client();
        if (transfer == null) {
            if (waits) {
                throw admin.usage("--wait needs a TRANSFER");
            }
            List<TransferView> all = client.transfers();
            admin.print(all, () -> table(all).forEach(admin.out()::println));
            return ExitCode.OK.code();
        }
        UUID id = admin.transfer(client, transfer);
        Watching watching = new Watching(admin, client, id);
        boolean isLive = !once && !admin.isJson() && Watching.isOnTerminal();
        return waits || isLive ? watching.untilEnd() : watching.once();
    }

    static List<String> table(List<TransferView> transfers) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("TRANSFER", "STATE", "HAVE IT", "FAILED", "ARRIVED", "SIZE", "GROUP", "CREATED", "NAME"));
        for (TransferView view : transfers) {
            long all = (long) view.targets() * view.pieces();
            rows.add(List.of(
                    view.id().toString(),
                    view.state().toLowerCase(Locale.ROOT),
                    view.complete() + "/" + view.targets(),
                    Integer.toString(view.failed()),
                    all == 0 ? "-" : 100 * view.arrived() / all + " %",
                    Text.size(view.bytes()),
                    Text.of(view.group()),
                    view.created().toString(),
                    Text.of(view.name())));
        }
        return Text.table(rows);
    }
}
