/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.management.RuntimeMBeanException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command {@code spillway}. */
@Command(
        name = "spillway",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Spillway.Version.class,
        usageHelpAutoWidth = true,
        description = "Sees and changes the downloads of a running Tomcat, by JMX.",
        exitCodeListHeading = "%nExit codes:%n",
        subcommands = {
            StatusCommand.class,
            ListCommand.class,
            CancelCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            LimitCommand.class,
            PriorityCommand.class,
            DrainCommand.class
        })
public final class Spillway {
    /** Runs the command, and ends the process with one of the exit codes that its help names. */
    public static void main(String[] arguments) {
        System.exit(newCommandLine().execute(arguments));
    }

    static CommandLine newCommandLine() {
        CommandLine command = new CommandLine(new Spillway());
        command.setExitCodeExceptionMapper(e -> exitCode(e).code());
        command.setExecutionExceptionHandler((e, line, parsed) -> {
            line.getErr().println("spillway: " + message(e));
            return exitCode(e).code();
        });
        Map<String, String> exitCodes = Arrays.stream(ExitCode.values())
                .collect(Collectors.toMap(
                        code -> Integer.toString(code.code()), ExitCode::meaning, (a, b) -> a, LinkedHashMap::new));
        command.getCommandSpec().usageMessage().exitCodeList(exitCodes);
        return command;
    }

    private static ExitCode exitCode(Throwable e) {
        if (e instanceof CliException known) {
            return known.exitCode();
        }
        if (e instanceof IllegalArgumentException || e instanceof CommandLine.ParameterException) {
            return ExitCode.USAGE;
        }
        return e instanceof SecurityException
                        || e instanceof RuntimeMBeanException
                        || e instanceof UndeclaredThrowableException
                ? ExitCode.REFUSED
                : ExitCode.INTERNAL;
    }

    private static String message(Throwable e) {
        Throwable reason = e instanceof RuntimeMBeanException || e instanceof UndeclaredThrowableException
                ? Optional.ofNullable(e.getCause()).orElse(e)
                : e;
        return reason.getMessage() == null ? reason.toString() : reason.getMessage();
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Spillway.class.getPackage().getImplementationVersion();
            return new String[] {"spillway " + (version == null ? "unpackaged" : version)};
        }
    }
}
