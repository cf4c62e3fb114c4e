/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import dev.spillway.relay.admin.TransferView;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What can be done to transfers. */
final class TransferCommands {
    private TransferCommands() {}

    private abstract static class TransferCommand implements Callable<Integer> {
        @Mixin
        private AdminOptions admin;

        @Parameters(
                paramLabel = "TRANSFER",
                description = "identifier, the first characters of it, or the name of the file for its newest transfer")
        private String transfer;

        private final BiFunction<AdminClient, UUID, TransferView> operation;

        TransferCommand(BiFunction<AdminClient, UUID, TransferView> operation) {
            this.operation = operation;
        }

        abstract String done(TransferView view);

        @Override
        public Integer call() {
            AdminClient client = admin.client();
            TransferView view = operation.apply(client, admin.transfer(client, transfer));
            admin.print(view, () -> admin.out().println(done(view)));
            return ExitCode.OK.code();
        }
    }

    /** Ends a transfer before its time. */
    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = "Ends a transfer; who has the file by then keeps it.")
    static final class Cancel extends TransferCommand {
        Cancel() {
            super(AdminClient::cancel);
        }

        @Override
        String done(TransferView view) {
            return "cancelled " + view.id() + " (" + Text.of(view.name()) + ")";
        }
    }

    /** Begins a transfer to those that an earlier one has failed for. */
    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Begins a new transfer to those terminals that have failed in an earlier one.")
    static final class Retry extends TransferCommand {
        Retry() {
            super(AdminClient::retry);
        }

        @Override
        String done(TransferView view) {
            return view.id() + ": " + Text.of(view.name()) + " to " + view.targets() + " terminals of "
                    + Text.of(view.group());
        }
    }
}
