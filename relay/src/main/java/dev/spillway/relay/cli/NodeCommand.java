/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import dev.spillway.relay.tomcat.Standalone;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.catalina.LifecycleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a node by itself, until it is told to stop by a signal. */
abstract class NodeCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final Logger LOG = System.getLogger(NodeCommand.class.getName());

    @Option(
            names = "--conf",
            required = true,
            paramLabel = "FILE",
            description = "its options; docs/relay.md says which")
    private Path conf;

    @Spec
    private CommandSpec spec;

    abstract boolean isMain();

    @Override
    public Integer call() throws InterruptedException {
        try {
            Standalone node = Standalone.start(conf, isMain());
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, stopped), "relay-stop"));
            PrintWriter out = spec.commandLine().getOut();
            out.println("spillway-relay " + spec.name() + " listens at port " + node.port());
            out.flush();
            stopped.await();
            return 0;
        } catch (IOException | LifecycleException | RuntimeException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("spillway-relay " + spec.name() + ": " + innermost(e));
            err.flush();
            return FAILED;
        }
    }

    private static void stop(Standalone node, CountDownLatch stopped) {
        try {
            node.stop();
        } catch (LifecycleException e) {
            LOG.log(Level.WARNING, "not stopped in order", e);
        } finally {
            stopped.countDown();
        }
    }

    /** Tomcat wraps what went wrong in what was being started. */
    private static String innermost(Throwable problem) {
        Throwable cause = problem;
        while (cause instanceof LifecycleException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    @Command(name = "main", mixinStandardHelpOptions = true, description = "Runs a main server by itself.")
    static final class Main extends NodeCommand {
        @Override
        boolean isMain() {
            return true;
        }
    }

    @Command(name = "terminal", mixinStandardHelpOptions = true, description = "Runs a terminal by itself.")
    static final class Terminal extends NodeCommand {
        @Override
        boolean isMain() {
            return false;
        }
    }
}
