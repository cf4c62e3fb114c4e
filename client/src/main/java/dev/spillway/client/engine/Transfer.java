/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.Failure;
import dev.spillway.client.api.Progress;
import dev.spillway.client.source.RangeStream;
import dev.spillway.client.source.SourceException;
import dev.spillway.client.store.PartialFile;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fetches the bytes of one state of a file from several servers until all are there (B4 to B8). The thread that calls {@link #run} directs: it starts
 * links, watches them, drops the slow, and takes further servers in. All input and output is done by the threads of the links.
 */
final class Transfer implements Link.Owner {
    private static final long TICK_NANOS = 100_000_000;
    private static final int TICKS_PER_REPORT = 3;
    private static final AtomicInteger LINK_IDS = new AtomicInteger();

    private final Job job;
    private final DownloadOptions options;
    private final Control control;
    private final PartialFile file;
    private final PortionPlan plan;
    private final Roster roster;
    private final Admission admission;
    private final SlowLinks slowLinks;
    private final RateMeter meter = new RateMeter(System::nanoTime);

    /** Running links. Read without a lock, for the plan asks for rates while it holds its own, and this one is taken before it. */
    private final List<Link> links = new CopyOnWriteArrayList<>();

    /** Guarded by this. */
    private DownloadException failure;

    /** Something has happened that the next look around should not wait for. Guarded by this. */
    private boolean woken;

    private long receivedBefore;

    Transfer(Job job, Control control, PartialFile file, PortionPlan plan, Roster roster, MirrorCheck check) {
        this.job = job;
        this.options = job.options();
        this.control = control;
        this.file = file;
        this.plan = plan;
        this.roster = roster;
        this.admission = new Admission(this, check, job.listener());
        this.slowLinks = new SlowLinks(options);
    }

    /** Uses bytes whose transfer the question for the file has begun. */
    void begin(Server server, long start, RangeStream open) {
        Link link = newLink(server);
        link.begin(plan.claim(link, start, Math.min(open.end(), plan.freeEnd(start))), open);
        launch(link);
    }

    /**
     * Returns when all bytes are in the file.
     *
     * @throws DownloadException if that cannot be; all links have been told to stop
     */
    void run() throws DownloadException, InterruptedException {
        try {
            for (int tick = 0; !plan.isComplete(); tick++) {
                throwFailure();
                obey();
                if (!control.isPaused()) {
                    staff();
                    slowLinks.find(running(), this::dropSlow);
                    failIfNobodyIsLeft();
                }
                count();
                if (tick % TICKS_PER_REPORT == 0) {
                    job.listener().progress(progress());
                }
                pause();
            }
            throwFailure();
        } finally {
            stopAll("the download has ended");
        }
    }

    private synchronized void pause() throws InterruptedException {
        long end = System.nanoTime() + TICK_NANOS;
        for (long left = TICK_NANOS; left > 0 && !woken; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        woken = false;
    }

    private synchronized void wake() {
        woken = true;
        notifyAll();
    }

    private void count() {
        long received = roster.all().stream()
                .mapToLong(server -> server.meter().total())
                .sum();
        meter.add(received - receivedBefore);
        receivedBefore = received;
    }

    private synchronized void throwFailure() throws DownloadException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Ends the download with the first failure that cannot be mended. */
    synchronized void fail(DownloadException e) {
        if (failure == null) {
            failure = e;
            wake();
        }
    }

    private void obey() throws DownloadException {
        if (control.isCancelled()) {
            throw new DownloadException(
                    Failure.CANCELLED, "cancelled; the next download of the file goes on from here");
        }
        for (Link link : running()) {
            if (control.isPaused()) {
                link.stop("paused");
            } else if (control.takeDroppedLink(link.id())) {
                link.stop("dropped by the user");
            }
        }
        for (Server server : roster.all()) {
            if (control.isDropped(server.name())) {
                drop(server, "dropped by the user");
            }
        }
    }

    DownloadOptions options() {
        return options;
    }

    void report(String message) {
        job.listener().event(message);
    }

    /** Ends all work of a server. */
    void drop(Server server, String reason) {
        if (server.state() != Progress.State.DROPPED) {
            server.drop(reason);
            job.listener().event(server.name() + " dropped: " + reason);
            running().stream().filter(link -> link.ofServer() == server).forEach(link -> link.stop(reason));
        }
    }

    private void staff() {
        roster.recruit(meter.age(), meter.rate(), admission::begin);
        List<Server> active = roster.working().stream()
                .sorted(Comparator.comparingDouble(this::expectedRate).reversed())
                .toList();
        for (Server server : active) {
            int has = count(server);
            int wanted = server.wantedLinks(meter.age(), has);
            while (has < wanted && running().size() < options.links()) {
                launch(newLink(server));
                has++;
            }
            running().stream()
                    .filter(link -> link.ofServer() == server)
                    .skip(Math.max(wanted, 1L))
                    .forEach(Link::retire);
        }
    }

    Link newLink(Server server) {
        return new Link(LINK_IDS.incrementAndGet(), server, this);
    }

    /** Lets a link work. */
    void launch(Link link) {
        links.add(link);
        Threads.start("spillway-link-" + link.id(), link);
        wake();
    }

    private int count(Server server) {
        return (int)
                running().stream().filter(link -> link.ofServer() == server).count();
    }

    private List<Link> running() {
        return List.copyOf(links);
    }

    private void dropSlow(Link link, String how) {
        link.stop(how);
        failed(link.ofServer(), link.tooSlow(how));
    }

    private void failIfNobodyIsLeft() throws DownloadException {
        if (!plan.isComplete() && !roster.hasHope() && running().isEmpty()) {
            throwFailure();
            throw roster.obituary();
        }
    }

    @Override
    public PortionPlan plan() {
        return plan;
    }

    @Override
    public PartialFile file() {
        return file;
    }

    @Override
    public void awaitWork() throws InterruptedException {
        plan.awaitFree(TICK_NANOS / 2);
    }

    @Override
    public double expectedRate(Server server) {
        int count = Math.max(count(server), 1);
        return server.meter().total() > 0
                ? server.meter().rate() / count
                : job.ranking().expectedRate(server.name()) / count;
    }

    @Override
    public void ended(Link link, IOException cause) {
        if (cause instanceof LocalFileException) {
            fail(new DownloadException(Failure.LOCAL_FILE, cause.getMessage(), cause));
        } else if (cause instanceof SourceException e) {
            failed(link.ofServer(), e);
        }
        links.remove(link);
        wake();
    }

    private void failed(Server server, SourceException e) {
        job.listener().event(String.valueOf(e.getMessage()));
        if (e.failure() == Failure.FILE_CHANGED && roster.isReference(server)) {
            fail(new DownloadException(Failure.FILE_CHANGED, e.getMessage(), e));
        } else if (e.failure() == Failure.FILE_CHANGED
                || (e.failure() == Failure.SERVER_MISBEHAVED && !roster.isReference(server))) {
            disown(server, String.valueOf(e.getMessage()));
        } else {
            boolean others = roster.working().stream().anyMatch(other -> other != server);
            server.failed(e, meter.age(), others);
            if (server.state() == Progress.State.DROPPED) {
                job.listener().event(server.name() + " dropped: " + e.getMessage());
            }
        }
    }

    /** A server turned out not to have the file, or to lie about it: it goes, and its bytes are fetched again (B3). */
    void disown(Server server, String reason) {
        drop(server, reason);
        plan.revoke(server.id());
        try {
            for (var span : plan.from(server.id())) {
                file.journal().lost(span.start(), span.end());
                plan.reopen(span.start(), span.end());
            }
        } catch (IOException e) {
            fail(new DownloadException(Failure.LOCAL_FILE, e.getMessage(), e));
        }
    }

    private void stopAll(String reason) {
        running().forEach(link -> link.stop(reason));
    }

    Progress progress() {
        List<Link> now = running();
        return new Progress(
                OptionalLong.of(plan.size()),
                plan.done(),
                meter.rate(),
                now.stream().map(Link::progress).filter(link -> link != null).toList(),
                roster.all().stream()
                        .map(server -> server.progress(count(server)))
                        .toList(),
                control.isPaused());
    }
}
