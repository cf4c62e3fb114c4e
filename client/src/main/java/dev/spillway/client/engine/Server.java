/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.Failure;
import dev.spillway.client.api.Progress;
import dev.spillway.client.rank.ServerRecord;
import dev.spillway.client.source.Source;
import dev.spillway.client.source.SourceException;
import java.time.Duration;
import java.time.Instant;

/**
 * A server and how it does. Safe for use by several threads.
 *
 * <pre>
 * STANDBY --chosen--> CHECKING --same file--> ACTIVE &lt;--time is up-- WAITING
 *                        |                     |  '--failure that may pass--^
 *                        '------ DROPPED &lt;-----'
 * </pre>
 */
final class Server {
    private static final double FIRST_PAUSE_SECONDS = 0.25;
    private static final double LONGEST_PAUSE_SECONDS = 8;

    /** Bytes that count as progress: a server that sends less between two failures only seems to be alive. */
    private static final long PROGRESS_BYTES = 64 * 1024;

    private static final double SETTLE_SECONDS = RateMeter.windowSeconds() + 0.5;

    private final int id;
    private final Source source;
    private final DownloadOptions options;
    private final RateMeter meter = new RateMeter(System::nanoTime);
    private final HillClimb climb;
    private Progress.State state = Progress.State.STANDBY;
    private SourceException failure;
    private String note = "";
    private int failures;
    private long bytesAtFailure;
    private double waitUntil;
    private double responseSeconds;

    Server(int id, Source source, DownloadOptions options) {
        this.id = id;
        this.source = source;
        this.options = options;
        this.climb = new HillClimb(
                options.adaptive() ? 1 : options.linksPerServer(), options.linksPerServer(), SETTLE_SECONDS);
    }

    int id() {
        return id;
    }

    Source source() {
        return source;
    }

    String name() {
        return source.server();
    }

    RateMeter meter() {
        return meter;
    }

    synchronized Progress.State state() {
        return state;
    }

    synchronized void state(Progress.State next) {
        if (state != Progress.State.DROPPED) {
            state = next;
        }
    }

    synchronized void drop(String reason) {
        if (state != Progress.State.DROPPED) {
            state = Progress.State.DROPPED;
            note = reason;
        }
    }

    synchronized String note() {
        return note;
    }

    /** The failure that counted last, or null. */
    synchronized SourceException failure() {
        return failure;
    }

    /** Seconds from a request to its first byte, smoothed; 0 if not measured. */
    synchronized double responseSeconds() {
        return responseSeconds;
    }

    synchronized void responded(Duration time) {
        double seconds = time.toNanos() / 1e9;
        responseSeconds = responseSeconds == 0 ? seconds : 0.7 * responseSeconds + 0.3 * seconds;
    }

    /** It must never have more links than this. */
    synchronized void limitLinks(int most) {
        climb.limit(most);
    }

    /** How many links it shall have by now, given how many it has. */
    synchronized int wantedLinks(double now, int links) {
        if (state == Progress.State.WAITING && now >= waitUntil) {
            state = Progress.State.ACTIVE;
        }
        if (state != Progress.State.ACTIVE) {
            return 0;
        }
        return options.adaptive() && links >= climb.target() ? climb.advise(now, meter.rate()) : climb.target();
    }

    /**
     * A request or a transfer failed.
     *
     * @param now seconds since the beginning of the download
     * @param others whether other servers can do the work in the meantime
     */
    synchronized void failed(SourceException e, double now, boolean others) {
        failure = e;
        failures = meter.total() - bytesAtFailure >= PROGRESS_BYTES ? 1 : failures + 1;
        bytesAtFailure = meter.total();
        double pause = Math.min(FIRST_PAUSE_SECONDS * Math.pow(2, failures - 1), LONGEST_PAUSE_SECONDS);
        if (e.failure() == Failure.SERVER_BUSY) {
            climb.limit(climb.target() - 1);
            pause = Math.max(pause, e.retryAfter().orElse(Duration.ZERO).toMillis() / 1e3);
        }
        boolean tooLong = !others && pause > options.longestRetryAfter().toMillis() / 1e3 + LONGEST_PAUSE_SECONDS;
        if (!e.mayPass() || failures >= options.attempts() || tooLong) {
            drop(e.getMessage());
        } else if (state == Progress.State.ACTIVE || state == Progress.State.WAITING) {
            state = Progress.State.WAITING;
            waitUntil = Math.max(waitUntil, now + pause);
        }
    }

    /** The measurement of this download for the ranking. */
    synchronized ServerRecord record() {
        double seconds = Math.max(meter.age(), 0.001);
        double rate = Math.max(meter.rate(), meter.total() / seconds);
        return new ServerRecord(
                responseSeconds,
                rate,
                state == Progress.State.DROPPED,
                Instant.now().getEpochSecond());
    }

    Progress.Server progress(int links) {
        return new Progress.Server(name(), state(), links, meter.rate(), meter.total(), note());
    }
}
