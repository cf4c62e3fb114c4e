/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.process.client.ProcessLink.State;
import dev.spillway.process.descriptor.Descriptors;
import dev.spillway.process.server.Build;
import dev.spillway.process.wire.Hello;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The one thread that speaks to the manager processes. Others {@link #submit} to it, and never wait for it. */
final class ProcessLoop implements Runnable {
    private static final Logger LOG = System.getLogger(ProcessLoop.class.getName());
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long IMPATIENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** More than a socket holds of a peer that is gone. */
    private static final int MAX_LAST_READS = 1_000;

    private final RemoteSettings settings;
    private final Descriptors descriptors;
    private final Briefing briefing;
    private final Selector selector;
    private final List<ManagerSlot> slots = new ArrayList<>();
    private final List<ProcessLink> links = new CopyOnWriteArrayList<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<HandOver> closing = new ArrayList<>();
    private ManagerStats gone = LinkFigures.none();
    private int linkCount;
    private final AtomicInteger losses = new AtomicInteger();
    private volatile boolean isStopping;

    /** Guarded by the tasks. */
    private boolean isEnded;

    ProcessLoop(RemoteSettings settings, Descriptors descriptors, LogOpener log) throws IOException {
        this.settings = settings;
        this.descriptors = descriptors;
        briefing = new Briefing(settings, descriptors, log);
        selector = Selector.open();
        for (int i = 0; i < settings.managers(); i++) {
            slots.add(new ManagerSlot(settings.socket(i), settings));
        }
        log.whenNew(() ->
                execute(() -> links.stream().filter(ProcessLink::isTalking).forEach(briefing::logFile)));
    }

    /** Hands a download over; false if there is no process that takes any, and the download is still the caller's. */
    boolean submit(HandOver handOver) {
        return ready().isPresent() && execute(() -> handOver(handOver));
    }

    /** Whether all managers that there are to be take downloads. */
    boolean isReady() {
        return links.stream().filter(link -> link.state() == State.READY).count() >= settings.managers();
    }

    /** The managers that are known, by the connection to each. */
    List<ProcessLink> links() {
        return links;
    }

    /** Has other limits hold in all managers that there are and will be. */
    void setLimits(Limits newLimits) {
        execute(() -> briefing.limits(newLimits, links));
    }

    /** The figures of all managers that are gone. */
    synchronized ManagerStats gone() {
        return gone;
    }

    /** How many managers are gone that nobody had asked to end, and that did not say so. */
    int losses() {
        return losses.get();
    }

    /** Ends the thread; downloads that are with a process go on there. */
    void stop() {
        isStopping = true;
        selector.wakeup();
    }

    /** Has the thread do something; false if it has ended. */
    boolean execute(Runnable task) {
        synchronized (tasks) {
            if (isEnded) {
                return false;
            }
            tasks.add(task);
        }
        selector.wakeup();
        return true;
    }

    private Optional<ProcessLink> ready() {
        return links.stream()
                .filter(link -> link.state() == State.READY)
                .min(Comparator.comparingInt(ProcessLink::load));
    }

    private void handOver(HandOver handOver) {
        Optional<ProcessLink> link = ready();
        if (link.isPresent()) {
            link.get().handOver(handOver, System.nanoTime());
        } else {
            handOver.serveHere();
        }
    }

    @Override
    public void run() {
        findRetired();
        while (!isStopping) {
            try {
                round();
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.ERROR, "Failed to deal with the manager processes; goes on", e);
            }
        }
        synchronized (tasks) {
            isEnded = true;
        }
        links.forEach(link -> link.close(false));
        runTasks(); // without a link they have this JVM send
        closing.forEach(HandOver::close);
    }

    private void round() throws IOException {
        selector.select(this::onSelected, TimeUnit.NANOSECONDS.toMillis(waitNanos()) + 1);
        runTasks();
        long now = System.nanoTime();
        closing.removeIf(HandOver::close);
        for (ManagerSlot slot : slots) {
            slot.tick(now, this);
        }
        for (ProcessLink link : links) {
            link.tick(now);
            flush(link);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private long waitNanos() {
        if (!closing.isEmpty() || links.stream().anyMatch(ProcessLink::isImpatient)) {
            return IMPATIENT_NANOS;
        }
        long now = System.nanoTime();
        return links.stream().mapToLong(link -> link.untilDue(now)).reduce(TICK_NANOS, Math::min);
    }

    private void onSelected(SelectionKey key) {
        ProcessLink link = (ProcessLink) key.attachment();
        try {
            if (key.isReadable() && !link.onReadable()) {
                drop(link, "it has closed the connection");
            }
        } catch (IOException e) {
            drop(link, e.getMessage());
        }
    }

    private void flush(ProcessLink link) {
        try {
            boolean isAllSent = link.state() == State.CLOSED || link.flush();
            SelectionKey key = link.channel().keyFor(selector);
            if (key != null && key.isValid()) {
                key.interestOps(isAllSent ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (IOException e) {
            hearOut(link);
            drop(link, e.getMessage());
        }
    }

    /** Nothing can be said to a manager any more, but what it has said before it went is still to be read. */
    private static void hearOut(ProcessLink link) {
        try {
            for (int i = 0; i < MAX_LAST_READS && link.onReadable(); i++) {
                // each deals with some of it
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The last words of a manager were cut off", e);
        }
    }

    /** A process is gone, or of no use. */
    private void drop(ProcessLink link, String why) {
        if (!links.remove(link)) {
            return;
        }
        int load = link.load();
        if (link.state() == State.READY || link.state() == State.SILENT || load > 0) {
            losses.incrementAndGet();
        }
        link.close(true);
        synchronized (this) {
            gone = LinkFigures.sum(gone, link.figures().latest());
        }
        slots.forEach(slot -> slot.forget(link));
        String name = link.peer() == null
                ? "A manager process"
                : "Manager process " + link.peer().pid();
        Level level = load > 0 ? Level.WARNING : Level.INFO;
        LOG.log(level, name + " is gone, and with it " + load + " downloads: " + why);
    }

    /** Managers that make way for others while they end their downloads have names of their own. */
    private void findRetired() {
        ManagerSlot.connectRetired(settings.socket().getParent()).forEach(this::open);
    }

    /** Begins to speak to a manager. */
    ProcessLink open(SocketChannel channel) {
        try {
            long answerNanos = settings.answerTimeout().toNanos();
            ProcessLink link = new ProcessLink(++linkCount, this, descriptors, channel, answerNanos);
            link.send(new Hello(Build.VERSION, "", false));
            channel.register(selector, SelectionKey.OP_READ, link);
            links.add(link);
            return link;
        } catch (IOException e) {
            throw new IllegalStateException(e); // it was open a moment ago
        }
    }

    /** Closes our descriptor of a connection that a process has. */
    void close(HandOver handOver) {
        if (!handOver.close()) {
            closing.add(handOver);
        }
    }

    /** A manager has introduced itself. */
    void onGreeted(ProcessLink link) {
        Hello peer = link.peer();
        if (peer.isManaged() && !briefing.isOurs(peer) && slots.stream().anyMatch(slot -> slot.isFirst(link))) {
            LOG.log(Level.INFO, "Manager process " + peer.pid() + " has another build or other settings");
            link.retire();
            return;
        }
        LOG.log(Level.INFO, "Downloads go to manager process " + peer.pid());
        briefing.everything(link);
    }

    /** A manager that was silent talks again, and may have missed something. */
    void onAwake(ProcessLink link) {
        LOG.log(Level.INFO, "Manager process " + link.peer().pid() + " answers again");
        briefing.everything(link);
    }

    /** A manager has freed its name for another one. */
    void onRetiring(ProcessLink link, boolean isAsked) {
        slots.forEach(slot -> {
            if (isAsked) {
                slot.forget(link);
            } else {
                slot.awaitSuccessorOf(link);
            }
        });
    }
}
