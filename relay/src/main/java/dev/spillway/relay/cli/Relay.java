/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code spillway-relay}. */
@Command(
        name = "spillway-relay",
        mixinStandardHelpOptions = true,
        description = "One file to many servers, each of which passes it on.",
        subcommands = {NodeCommand.Main.class, NodeCommand.Terminal.class, Simulate.class})
public final class Relay {
    private Relay() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Relay()).execute(args));
    }
}
