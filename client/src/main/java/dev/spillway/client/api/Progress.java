/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A download at one moment.
 *
 * @param size bytes of the file, where known
 * @param done bytes that are in the file
 * @param rate bytes a second over the last seconds, all links together
 * @param links transfers that run
 * @param servers all that were tried
 * @param paused whether the user has paused it
 */
public record Progress(
        OptionalLong size, long done, double rate, List<Link> links, List<Server> servers, boolean paused) {
    /**
     * A transfer from one server.
     *
     * @param id for {@code Download.dropLink}
     * @param server name of the server, as in {@link Server#name}
     * @param start offset at which its portion began
     * @param position offset that it has come to
     * @param end offset behind its portion
     * @param rate bytes a second over the last seconds
     */
    public record Link(int id, String server, long start, long position, long end, double rate) {
        /** Time to the end of the portion at this rate. */
        public Optional<Duration> remaining() {
            return Progress.remaining(end - position, rate);
        }
    }

    /**
     * A server.
     *
     * @param name scheme, host and port
     * @param state what it does for us
     * @param links transfers from it
     * @param rate bytes a second over the last seconds
     * @param bytes received from it
     * @param note why it was given up, if it was; else empty
     */
    public record Server(String name, State state, int links, double rate, long bytes, String note) {}

    /** What a server does for a download. */
    public enum State {
        /** Known, not yet asked. */
        STANDBY,
        /** Being asked whether it has the same file. */
        CHECKING,
        /** Gives portions. */
        ACTIVE,
        /** Waits after a failure, or because the server asked for it. */
        WAITING,
        /** Given up. */
        DROPPED
    }

    /** Time to the end of the file at this rate. */
    public Optional<Duration> remaining() {
        return size.isEmpty() ? Optional.empty() : remaining(size.getAsLong() - done, rate);
    }

    private static Optional<Duration> remaining(long bytes, double rate) {
        return rate < 1 ? Optional.empty() : Optional.of(Duration.ofMillis((long) (bytes / rate * 1000)));
    }
}
