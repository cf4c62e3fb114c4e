/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.process.server.ListeningSocket;
import dev.spillway.process.server.ManagerCommand;
import dev.spillway.process.server.PeerCheck;
import dev.spillway.process.server.ServerOptions;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One of the managers that there are to be: finds it, or starts it, as often as it takes. On the thread of the loop. */
final class ManagerSlot {
    private static final Logger LOG = System.getLogger(ManagerSlot.class.getName());

    /** How often to look for a manager that is starting. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** How long a manager that somebody else has started, or that has died, may take until it listens, before another one is started. */
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The same for one that is known to be alive: where it takes so long, another one would make it worse. */
    private static final long SLOW_START_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path socket;
    private final RemoteSettings settings;
    private ProcessLink link;
    private int connections;

    /** Whether somebody has started a manager that does not listen yet. */
    private boolean isExpected;

    private long startedNanos;

    /** What this JVM has started last, or null. */
    private Process started;

    private long nextTryNanos = System.nanoTime();

    ManagerSlot(Path socket, RemoteSettings settings) {
        this.socket = socket;
        this.settings = settings;
    }

    /** The connection to the manager, or null if there is none. */
    ProcessLink link() {
        return link;
    }

    /**
     * Whether this is the first manager that was found. It is the only one that may be asked to make way for one with other
     * settings, or two valves with different settings would do so for ever.
     */
    boolean isFirst(ProcessLink found) {
        return link == found && connections == 1;
    }

    /** Forgets a manager that is gone, or was asked to go. */
    void forget(ProcessLink leaving) {
        if (link == leaving) {
            link = null;
            nextTryNanos = System.nanoTime();
        }
    }

    /** Forgets a manager that goes of its own accord, and gives the one that it starts in its place time to come. */
    void awaitSuccessorOf(ProcessLink leaving) {
        if (link == leaving) {
            forget(leaving);
            isExpected = true;
            started = null;
            startedNanos = nextTryNanos;
        }
    }

    /** Looks for the manager if there is none, and starts it if need be. */
    void tick(long now, ProcessLoop loop) {
        if (link != null || now - nextTryNanos < 0) {
            return;
        }
        nextTryNanos = now + RETRY_NANOS;
        SocketChannel channel = connect(socket);
        if (channel != null) {
            link = loop.open(channel);
            connections++;
            isExpected = false;
        } else if (!isExpected || isOverdue(now)) {
            start(now);
        }
    }

    private boolean isOverdue(long now) {
        return now - startedNanos >= (started != null && started.isAlive() ? SLOW_START_NANOS : START_NANOS);
    }

    /** Connects to the managers that have had a name in this folder before, and still have downloads. */
    static List<SocketChannel> connectRetired(Path folder) {
        List<SocketChannel> channels = new ArrayList<>();
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, ListeningSocket.RETIRED_PREFIX + "*")) {
            for (Path file : old) {
                SocketChannel channel = connect(file);
                if (channel != null) {
                    channels.add(channel);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.DEBUG, "There is no folder yet", e);
        }
        return channels;
    }

    /** Connects, or returns null if nobody is there. */
    static SocketChannel connect(Path socket) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            if (channel.connect(UnixDomainSocketAddress.of(socket)) && isTrusted(channel)) {
                return channel;
            }
        } catch (IOException e) {
            LOG.log(Level.TRACE, "Nobody listens at " + socket, e);
        }
        closeQuietly(channel);
        return null;
    }

    /** A socket goes to nobody but the own user, or to whom root has set up. */
    private static boolean isTrusted(SocketChannel channel) throws IOException {
        UserPrincipal peer = PeerCheck.user(channel);
        boolean isTrusted = peer.equals(PeerCheck.ownUser()) || peer.getName().equals("root");
        if (!isTrusted) {
            LOG.log(
                    Level.WARNING,
                    "The manager at " + channel.getRemoteAddress() + " runs as " + peer
                            + ", so nothing is handed to it");
        }
        return isTrusted;
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Failed to close a socket", e);
        }
    }

    private void start(long now) {
        startedNanos = now;
        isExpected = true;
        List<String> arguments = new ArrayList<>(List.of("--socket", socket.toString()));
        arguments.addAll(List.of("--" + ServerOptions.MANAGED, "true"));
        arguments.addAll(List.of("--idleExit", settings.idleExit().toMillis() + "ms"));
        arguments.addAll(ServerOptions.engineArguments(settings.engine()));
        try {
            Files.createDirectories(settings.console().getParent());
            started = ManagerCommand.start(
                    settings.classPath(),
                    arguments,
                    Redirect.from(Path.of("/dev/null").toFile()),
                    Redirect.appendTo(settings.console().toFile()));
            LOG.log(Level.INFO, "Started manager process " + started.pid() + " at " + socket);
        } catch (IOException e) {
            nextTryNanos = now + START_NANOS;
            LOG.log(Level.ERROR, "Failed to start a manager process; downloads are sent by this JVM", e);
        }
    }
}
