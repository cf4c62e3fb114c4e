/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import dev.spillway.manager.api.StopReport;
import dev.spillway.manager.core.EmbeddedManager;
import dev.spillway.process.descriptor.Descriptors;
import dev.spillway.process.descriptor.Session;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The manager process (SYSTEMS.md A12, A17): {@code java -jar spillway-manager.jar --socket PATH}. */
public final class Main {
    /** Exit status: an option can't be used. */
    static final int BAD_OPTION = 2;

    /** Exit status: another manager has the socket. */
    static final int TAKEN = 3;

    private static final Logger LOG = System.getLogger(Main.class.getName());

    /** How long a valve may take to hear of the ends of its downloads when this process is asked to end. */
    private static final long FAREWELL_MILLIS = 5000;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Arrays.asList(arguments)));
    }

    private static int run(List<String> arguments) {
        try {
            ServerOptions options = ServerOptions.parse(arguments);
            ListeningSocket inherited = ListeningSocket.inherited();
            if (inherited == null && options.socket() == null) {
                throw new IllegalArgumentException("socket is missing\n" + ServerOptions.USAGE);
            }
            if (options.isManaged()) {
                Session.begin();
            }
            serve(options, inherited == null ? ListeningSocket.open(options.socket()) : inherited, arguments);
            return 0;
        } catch (ListeningSocket.TakenException e) {
            LOG.log(Level.INFO, "Ends at once: " + e.getMessage());
            return TAKEN;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return BAD_OPTION;
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.ERROR, "Can't go on: " + e.getMessage());
            return 1;
        }
    }

    private static void serve(ServerOptions options, ListeningSocket socket, List<String> arguments)
            throws IOException {
        Descriptors descriptors = Descriptors.find()
                .orElseThrow(() -> new IllegalStateException(
                        "this JVM does not tell its descriptors: start it with " + Descriptors.JVM_OPTION));
        EmbeddedManager manager = EmbeddedManager.start(options.engine());
        Runnable successor = () -> startSuccessor(options, arguments);
        ManagerServer server = new ManagerServer(manager, socket, descriptors, options, successor);
        CountDownLatch ended = new CountDownLatch(1);
        Thread drain = new Thread(() -> drain(server, ended, manager, options.drainTimeout()), "drain");
        Runtime.getRuntime().addShutdownHook(drain);
        LOG.log(Level.INFO, "Takes downloads at " + socket + " with " + ServerOptions.settings(options.engine()));
        try {
            server.run();
        } finally {
            ended.countDown();
        }
        LOG.log(Level.INFO, "Ends: there is nothing left to do");
    }

    /**
     * On SIGTERM running downloads have some time; at the end of a process without any this takes none. The server has a
     * moment to say how they ended, and that this is no accident.
     */
    private static void drain(ManagerServer server, CountDownLatch ended, EmbeddedManager manager, Duration timeout) {
        server.wishRetirement("it is asked to end");
        StopReport report = manager.stop(timeout);
        if (report.cut() > 0) {
            LOG.log(Level.WARNING, "Cut " + report.cut() + " downloads after " + timeout);
        }
        try {
            if (!ended.await(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "Ends before a valve has heard how its downloads ended: it does not listen");
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "Ends without a word", e);
        }
    }

    /** A duplicate of this process, with the same limits, under the name that this one has just given up. */
    private static void startSuccessor(ServerOptions options, List<String> arguments) {
        try {
            List<String> same = new ArrayList<>(arguments);
            Redirect input = options.socket() == null
                    ? Redirect.INHERIT
                    : Redirect.from(Path.of("/dev/null").toFile());
            ManagerCommand.start(System.getProperty("java.class.path"), same, input, Redirect.INHERIT);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Failed to start a successor; a valve will, or the next client of the socket", e);
        }
    }
}
