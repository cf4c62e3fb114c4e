/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import dev.spillway.manager.api.AdmitAnswer;
import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Transfer;
import dev.spillway.process.descriptor.AdoptedChannels;
import dev.spillway.process.descriptor.Descriptors;
import dev.spillway.process.link.FrameChannel;
import dev.spillway.process.wire.Frame.Retiring;
import dev.spillway.process.wire.Frame.Stats;
import dev.spillway.process.wire.Hello;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes downloads from valves and gives them to the engine, on one thread with one selector.
 *
 * <pre>
 *   SERVING --asked to, or short of descriptors--> RETIRED --last download ended--> ENDED
 *      |                                                                              ^
 *      +-----------------no valve and no download for idleExit------------------------+
 * </pre>
 *
 * A retired manager has given its name to another one, and keeps its valves, who want to know of their downloads.
 */
final class ManagerServer {
    private static final Logger LOG = System.getLogger(ManagerServer.class.getName());
    private static final long TICK_MILLIS = 250;

    private final DownloadManager manager;
    private final ListeningSocket socket;
    private final Descriptors descriptors;
    private final Duration idleExit;
    private final DescriptorLimit limit;
    private final Runnable successor;
    private final Hello hello;
    private final AdoptedChannels channels = new AdoptedChannels();
    private final HandedFiles files = new HandedFiles(channels);
    private final RareLog complaints = new RareLog(LOG);
    private final Selector selector;
    private final Set<ValveLink> links = new LinkedHashSet<>();
    private final AtomicBoolean isAwake = new AtomicBoolean();
    private long lastUseNanos = System.nanoTime();
    private boolean isRetired;
    private volatile String wish;

    /** @param successor starts another manager of the same name */
    ManagerServer(
            DownloadManager manager,
            ListeningSocket socket,
            Descriptors descriptors,
            ServerOptions options,
            Runnable successor)
            throws IOException {
        this.manager = manager;
        this.socket = socket;
        this.descriptors = descriptors;
        this.successor = successor;
        idleExit = options.idleExit();
        limit = DescriptorLimit.ofThisProcess();
        hello = new Hello(Build.VERSION, ServerOptions.settings(options.engine()), options.isManaged());
        selector = Selector.open();
    }

    /** Serves until there is nothing left to do. */
    void run() throws IOException {
        socket.channel().configureBlocking(false);
        socket.channel().register(selector, SelectionKey.OP_ACCEPT);
        while (!isOver()) {
            selector.select(this::onSelected, TICK_MILLIS);
            isAwake.set(false);
            for (ValveLink link : List.copyOf(links)) {
                flush(link);
            }
            String wished = wish;
            if (wished != null) {
                retire(wished);
            }
        }
        for (ValveLink link : List.copyOf(links)) {
            link.post(new Stats(0, stats())); // the last word, for those who count what was
            link.flush();
            link.close();
        }
        selector.close();
        socket.close();
    }

    /** Has the server retire, as {@link #retire} does. Safe for use by any thread. */
    void wishRetirement(String reason) {
        wish = reason;
        selector.wakeup();
    }

    /** Safe for use by any thread; one of many calls counts. */
    void wakeUp() {
        if (isAwake.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    private void onSelected(SelectionKey key) {
        if (!(key.attachment() instanceof ValveLink link)) {
            accept();
        } else if (key.isValid() && key.isReadable()) {
            link.onReadable();
        }
    }

    private void flush(ValveLink link) {
        boolean isAllSent = link.flush();
        SelectionKey key = link.channel().keyFor(selector);
        if (key != null && key.isValid()) {
            key.interestOps(isAllSent ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void accept() {
        try {
            SocketChannel channel = socket.channel().accept();
            if (channel == null) {
                return;
            }
            if (!PeerCheck.isOwnUser(channel)) {
                complain("A client of another user is turned away");
                channel.close();
                return;
            }
            channel.configureBlocking(false);
            ValveLink link = new ValveLink(this, new FrameChannel(channel, descriptors.of(channel)));
            channel.register(selector, SelectionKey.OP_READ, link);
            links.add(link);
        } catch (IOException e) {
            complain("A client could not be accepted: " + e.getMessage());
        }
    }

    private boolean isOver() {
        if (!isRetired && !links.isEmpty()) {
            return false;
        }
        long now = System.nanoTime();
        if (isBusy()) {
            lastUseNanos = now;
            return false;
        }
        return isRetired || now - lastUseNanos >= idleExit.toNanos();
    }

    private boolean isBusy() {
        ManagerStats stats = manager.stats();
        // Of a loop are also those that are on their way back, and of no other figure.
        int connections =
                stats.connectionsByLoop().stream().mapToInt(Integer::intValue).sum();
        return connections + stats.active() + stats.queueLength() > 0
                || links.stream().anyMatch(link -> link.hasHeldOffers() || !link.flush());
    }

    /** Takes no more downloads and frees the name. */
    void retire(String reason) {
        if (isRetired) {
            return;
        }
        isRetired = true;
        LOG.log(Level.INFO, "Takes no more downloads, and ends with the last one: " + reason);
        socket.retire();
        links.forEach(link -> link.post(new Retiring(reason)));
    }

    // What the links use, on the thread of the server.

    DownloadManager manager() {
        return manager;
    }

    AdoptedChannels channels() {
        return channels;
    }

    HandedFiles files() {
        return files;
    }

    Hello hello() {
        return hello;
    }

    /**
     * Asks the engine for a place.
     *
     * @param number of the newest descriptor: the kernel gives out the lowest that is free, so it tells how many there are
     */
    Optional<Place> admit(int number, Transfer transfer) {
        if (isRetired) {
            return Optional.empty();
        }
        AdmitAnswer answer = manager.admit(transfer.file(), transfer.terms());
        if (limit.isNear(number)) {
            retire("descriptor " + number + " is near the limit of " + limit);
            successor.run();
        }
        return answer instanceof Place place ? Optional.of(place) : Optional.empty();
    }

    ManagerStats stats() {
        ManagerStats stats = manager.stats();
        return new ManagerStats(
                stats.queueLength(),
                stats.active(),
                stats.lingering(),
                files.count(),
                stats.connectionsByLoop(),
                stats.isDraining(),
                stats.total(),
                stats.refused(),
                stats.bytesSent(),
                stats.bytesPerSecond(),
                stats.outcomes(),
                stats.waits(),
                stats.coldReads());
    }

    void onClosed(ValveLink link) {
        links.remove(link);
        lastUseNanos = System.nanoTime();
    }

    /** Logs what a peer may cause at will. */
    void complain(String message) {
        complaints.log(Level.WARNING, message);
    }
}
