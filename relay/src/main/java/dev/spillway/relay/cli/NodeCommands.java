/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What can be done to terminals. */
final class NodeCommands {
    private NodeCommands() {}

    /** Does the same to each of some terminals; the first that fails ends it. */
    private abstract static class EachNode implements Callable<Integer> {
        @Mixin
        private AdminOptions admin;

        @Parameters(paramLabel = "NODE", arity = "1..*", description = "as spillway-relay nodes lists it")
        private List<String> nodes;

        private final String done;
        private final BiFunction<AdminClient, String, Object> operation;

        EachNode(String done, BiFunction<AdminClient, String, Object> operation) {
            this.done = done;
            this.operation = operation;
        }

        @Override
        public Integer call() {
            AdminClient client = admin.client();
            for (String node : nodes) {
                Object view = operation.apply(client, node);
                admin.print(view, () -> admin.out().println(Text.of(node) + ": " + done));
            }
            return ExitCode.OK.code();
        }
    }

    /** Takes terminals out of new transfers. */
    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = "Takes terminals out of new transfers; those under way go on.")
    static final class Drain extends EachNode {
        Drain() {
            super("is in no new transfer any more", AdminClient::drain);
        }
    }

    /** Takes terminals into new transfers again. */
    @Command(
            name = "activate",
            mixinStandardHelpOptions = true,
            description = "Takes drained terminals into new transfers again.")
    static final class Activate extends EachNode {
        Activate() {
            super("is in new transfers again", AdminClient::activate);
        }
    }

    /** Forgets terminals. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Forgets terminals with their figures, until they register again.")
    static final class Remove extends EachNode {
        Remove() {
            super("is forgotten", (client, node) -> {
                client.remove(node);
                return Map.of("removed", node);
            });
        }
    }
}
