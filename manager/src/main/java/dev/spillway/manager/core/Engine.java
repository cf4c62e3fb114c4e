/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Discipline;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.files.DiskReaders;
import dev.spillway.manager.order.Disciplines;
import dev.spillway.manager.queue.Places;
import dev.spillway.manager.queue.RecentWaits;
import dev.spillway.manager.rate.Bandwidth;
import java.time.Duration;

/** What all loops of a manager share. For use by any thread. */
final class Engine {
    private static final long LONGEST_RETRY_SECONDS = 3600;

    /** Enough to keep a disk busy, whatever its kind. */
    private static final int DISK_THREADS = 4;

    private final ManagerConfig config;
    private final Counters counters = new Counters();
    private final Downloads downloads = new Downloads();
    private final RecentWaits waits = new RecentWaits();
    private final Throughput throughput = new Throughput(counters.bytesSent::sum);
    private final Places places;
    private final Bandwidth bandwidth;
    private final DiskReaders disk = new DiskReaders(DISK_THREADS);
    private volatile Limits limits;

    Engine(ManagerConfig config) {
        this.config = config;
        Discipline discipline = Disciplines.of(config.queue().discipline());
        limits = config.limits();
        places = new Places(config.queue(), discipline, limits);
        bandwidth = new Bandwidth(discipline, config.turnBytes(), limits);
    }

    ManagerConfig config() {
        return config;
    }

    Counters counters() {
        return counters;
    }

    Downloads downloads() {
        return downloads;
    }

    RecentWaits waits() {
        return waits;
    }

    Throughput throughput() {
        return throughput;
    }

    Places places() {
        return places;
    }

    Bandwidth bandwidth() {
        return bandwidth;
    }

    DiskReaders disk() {
        return disk;
    }

    Limits limits() {
        return limits;
    }

    synchronized void setLimits(Limits newLimits) {
        limits = newLimits;
        places.setLimits(newLimits);
        bandwidth.setLimits(newLimits);
    }

    /**
     * When somebody who can't be served now may come again: when what has been taken on is sent, at the rate of the last
     * seconds. Whole seconds, 1 to 3,600.
     */
    Duration retryAfter() {
        long perSecond = throughput.perSecond();
        long seconds = perSecond == 0
                ? config.queue().maxWait().toSeconds()
                : Math.max(0, counters.outstanding.sum()) / perSecond;
        return Duration.ofSeconds(Math.max(1, Math.min(LONGEST_RETRY_SECONDS, seconds)));
    }
}
