/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code spillway-relay}. */
@Command(
        name = "spillway-relay",
        mixinStandardHelpOptions = true,
        description = "One file to many servers, each of which passes it on.",
        subcommands = {
            Publish.class,
            Status.class,
            Nodes.class,
            TransferCommands.Retry.class,
            TransferCommands.Cancel.class,
            NodeCommands.Drain.class,
            NodeCommands.Activate.class,
            NodeCommands.Remove.class,
            NodeCommand.Main.class,
            NodeCommand.Terminal.class,
            Simulate.class
        })
public final class Relay {
    private Relay() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String... args) {
        CommandLine command = new CommandLine(new Relay()).setExecutionExceptionHandler(Relay::explain);
        document(command);
        command.getSubcommands().values().forEach(Relay::document);
        return command.execute(args);
    }

    private static void document(CommandLine command) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(Integer.toString(code.code()), code.meaning());
        }
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes);
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof CommandFailedException known) {
            command.getErr().println("spillway-relay: " + Text.of(known.getMessage()));
            command.getErr().flush();
            return known.exitCode().code();
        }
        if (failure instanceof CommandLine.ParameterException wrong) {
            return command.getParameterExceptionHandler().handleParseException(wrong, new String[0]);
        }
        throw failure;
    }
}
