/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.Failure;
import dev.spillway.client.api.Progress;
import dev.spillway.client.source.SourceException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The servers of a download in the order of their rank (B4, B7). The reference is the one that the file was identified on; every other must show that it
 * has the same file before it gives any of it (B3). Safe for use by several threads.
 */
final class Roster {
    /** Bound for the servers in use at one time. */
    private static final int MOST_SERVERS = 64;

    private final DownloadOptions options;
    private final Server reference;
    private final List<Server> servers;
    private final HillClimb climb;

    /**
     * @param standby in order of rank
     */
    Roster(DownloadOptions options, Server reference, List<Server> standby) {
        this.options = options;
        this.reference = reference;
        this.climb = new HillClimb(options.servers(), MOST_SERVERS, 2 * RateMeter.windowSeconds());
        this.servers = Stream.concat(Stream.of(reference), standby.stream()).toList();
    }

    List<Server> all() {
        return servers;
    }

    boolean isReference(Server server) {
        return server == reference;
    }

    Server reference() {
        return reference;
    }

    /** Those that may have links. */
    List<Server> working() {
        return all().stream()
                .filter(server -> server.state() == Progress.State.ACTIVE || server.state() == Progress.State.WAITING)
                .toList();
    }

    /** Calls the next servers up while fewer work than pay. */
    void recruit(double nowSeconds, double rate, Consumer<Server> admission) {
        long busy = all().stream().filter(Roster::isBusy).count();
        int target = climb.target();
        if (options.adaptive() && busy >= target && hasStandby()) {
            target = climb.advise(nowSeconds, rate);
        }
        for (Server server : all()) {
            if (busy < target && server.state() == Progress.State.STANDBY) {
                admission.accept(server);
                busy++;
            }
        }
    }

    private boolean hasStandby() {
        return all().stream().anyMatch(server -> server.state() == Progress.State.STANDBY);
    }

    private static boolean isBusy(Server server) {
        return server.state() != Progress.State.STANDBY && server.state() != Progress.State.DROPPED;
    }

    /** Whether any server works or may still come to work. */
    boolean hasHope() {
        return all().stream().anyMatch(server -> server.state() != Progress.State.DROPPED);
    }

    /** Why nobody is left: what became of the reference. */
    DownloadException obituary() {
        SourceException last = reference.failure();
        return last == null
                ? new DownloadException(Failure.NETWORK, "every server was dropped: " + reference.note())
                : new DownloadException(last.failure(), String.valueOf(last.getMessage()), last);
    }
}
