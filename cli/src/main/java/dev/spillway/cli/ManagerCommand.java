/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands have in common. */
abstract class ManagerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Target target;

    @Override
    public final Integer call() throws IOException {
        try (Managers managers = target.connect()) {
            run(managers);
        } finally {
            out().flush();
        }
        return ExitCode.OK.code();
    }

    /** Does it; a {@link CliException} says what went wrong. */
    abstract void run(Managers managers) throws IOException;

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
