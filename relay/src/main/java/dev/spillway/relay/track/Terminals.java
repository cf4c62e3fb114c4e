/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.track;

import dev.spillway.relay.plan.Performance;
import dev.spillway.relay.request.Sha256;
import dev.spillway.relay.request.Target;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The terminals that are registered, and what was measured of them (D3, D9). */
public final class Terminals {
    /** Weight of a new measurement against all earlier ones. */
    static final double NEWEST = 0.3;

    /** What is believed of a terminal of which nothing is known: the middling, so that it neither leads nor is left out. */
    static final Performance UNKNOWN = new Performance(0.05, 10e6, 10e6, 0.9);

    /** Whether a terminal takes part. */
    public enum State {
        /** In all transfers of its groups. */
        ACTIVE,
        /** In no new transfer; those under way go on. */
        DRAINED
    }

    /**
     * A terminal with all that is known of it.
     *
     * @param files where clients find what is published
     * @param busy 0 is idle, 1 is full
     * @param silence since its last heartbeat
     * @param age of its figures
     */
    public record Node(
            Target target,
            Optional<URI> files,
            List<String> groups,
            State state,
            double busy,
            Duration silence,
            Duration age) {
        public Node {
            groups = List.copyOf(groups);
        }
    }

    private final Jdbi jdbi;

    Terminals(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Adds a terminal, or brings the address, capability and groups of a known one up to date; its figures stay.
     *
     * @param token by which it proves in heartbeats who it is; only its digest is kept
     */
    public void register(String id, URI address, boolean relays, Set<String> groups, String token) {
        Target checked = new Target(id, address, relays, UNKNOWN);
        jdbi.useTransaction(handle -> {
            if (update(handle, checked, token) == 0) {
                insert(handle, checked, token);
            }
            handle.execute("DELETE FROM terminal_group WHERE terminal = ?", id);
            for (String group : groups) {
                handle.execute("INSERT INTO terminal_group (terminal, name) VALUES (?, ?)", id, group);
            }
        });
    }

    private static int update(Handle handle, Target terminal, String token) {
        return handle.execute(
                "UPDATE terminal SET address = ?, relays = ?, token_digest = ?, heard = CURRENT_TIMESTAMP WHERE id = ?",
                terminal.address().toString(),
                terminal.relays(),
                digest(token),
                terminal.id());
    }

    private static void insert(Handle handle, Target terminal, String token) {
        handle.execute(
                "INSERT INTO terminal (id, address, relays, token_digest, state, heard, response_seconds, upload_rate,"
                        + " download_rate, reliability, measured)"
                        + " VALUES (?, ?, ?, ?, ?, CURRENT_TIMESTAMP, ?, ?, ?, ?, CURRENT_TIMESTAMP)",
                terminal.id(),
                terminal.address().toString(),
                terminal.relays(),
                digest(token),
                State.ACTIVE.name(),
                UNKNOWN.responseSeconds(),
                UNKNOWN.uploadRate(),
                UNKNOWN.downloadRate(),
                UNKNOWN.reliability());
    }

    private static String digest(String token) {
        return Sha256.over(token.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Notes that a terminal lives; false if it is not known, or the token is not its own. */
    public boolean heartbeat(String id, String token) {
        return jdbi.inTransaction(handle -> {
            boolean genuine = Objects.equals(genuine(handle, id, token), Optional.of(true));
            if (genuine) {
                handle.execute("UPDATE terminal SET heard = CURRENT_TIMESTAMP WHERE id = ?", id);
            }
            return genuine;
        });
    }

    /** Whether a token is that of a terminal; empty if that is not known. */
    public Optional<Boolean> genuine(String id, String token) {
        return jdbi.withHandle(handle -> genuine(handle, id, token));
    }

    private static Optional<Boolean> genuine(Handle handle, String id, String token) {
        return handle.createQuery("SELECT token_digest FROM terminal WHERE id = ?")
                .bind(0, id)
                .mapTo(String.class)
                .findOne()
                .map(known -> MessageDigest.isEqual(
                        known.getBytes(StandardCharsets.US_ASCII), digest(token).getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * Notes where a terminal serves clients, and how busy it is.
     *
     * @param busy 0 is idle, 1 is full
     */
    public void offers(String id, URI files, double busy) {
        jdbi.useHandle(handle ->
                handle.execute("UPDATE terminal SET files = ?, busy = ? WHERE id = ?", files.toString(), busy, id));
    }

    /** Notes how busy a terminal is: 0 is idle, 1 is full. */
    public void busy(String id, double busy) {
        jdbi.useHandle(handle -> handle.execute("UPDATE terminal SET busy = ? WHERE id = ?", busy, id));
    }

    /** All terminals in the order of their rank, best first. */
    public List<Node> nodes() {
        return jdbi.withHandle(handle -> {
            OffsetDateTime now = TrackingDatabase.now(handle);
            Map<String, List<String>> groups = new HashMap<>();
            handle.createQuery("SELECT terminal, name FROM terminal_group ORDER BY name")
                    .map((row, context) -> Map.entry(row.getString("terminal"), row.getString("name")))
                    .forEach(entry -> groups.computeIfAbsent(entry.getKey(), made -> new ArrayList<>())
                            .add(entry.getValue()));
            return handle
                    .createQuery("SELECT * FROM terminal ORDER BY id")
                    .map((row, context) -> node(row, groups, now))
                    .stream()
                    .sorted(Comparator.comparing(node -> node.target().performance(), Performance.BEST_FIRST))
                    .toList();
        });
    }

    private static Node node(ResultSet row, Map<String, List<String>> groups, OffsetDateTime now) throws SQLException {
        return new Node(
                target(row),
                Optional.ofNullable(row.getString("files")).map(URI::create),
                groups.getOrDefault(row.getString("id"), List.of()),
                State.valueOf(row.getString("state")),
                row.getDouble("busy"),
                Duration.between(row.getObject("heard", OffsetDateTime.class), now),
                Duration.between(row.getObject("measured", OffsetDateTime.class), now));
    }

    private static Target target(ResultSet row) throws SQLException {
        return new Target(
                row.getString("id"), URI.create(row.getString("address")), row.getBoolean("relays"), performance(row));
    }

    /** Takes a terminal out of new transfers, or in again; false if it is not known. */
    public boolean setState(String id, State state) {
        return jdbi.withHandle(handle -> handle.execute("UPDATE terminal SET state = ? WHERE id = ?", state.name(), id))
                > 0;
    }

    /** Forgets a terminal with its figures; false if it is not known. */
    public boolean remove(String id) {
        return jdbi.withHandle(handle -> handle.execute("DELETE FROM terminal WHERE id = ?", id)) > 0;
    }

    /**
     * Moves the figures of a terminal towards a new measurement, so that a single odd one does not turn its rank over. Nothing happens if it is not known.
     *
     * @param measured of one transfer; its reliability is 1 if it ended well, else 0
     */
    public void measured(String id, Performance measured) {
        jdbi.useTransaction(handle -> handle.createQuery("SELECT * FROM terminal WHERE id = ? FOR UPDATE")
                .bind(0, id)
                .map((row, context) -> performance(row))
                .findOne()
                .ifPresent(before -> handle.execute(
                        "UPDATE terminal SET response_seconds = ?, upload_rate = ?, download_rate = ?,"
                                + " reliability = ?, measured = CURRENT_TIMESTAMP WHERE id = ?",
                        moved(before.responseSeconds(), measured.responseSeconds()),
                        first(before.uploadRate(), UNKNOWN.uploadRate(), measured.uploadRate()),
                        first(before.downloadRate(), UNKNOWN.downloadRate(), measured.downloadRate()),
                        moved(before.reliability(), measured.reliability()),
                        id)));
    }

    /** What was only believed counts for nothing against the first measurement. */
    private static double first(double before, double believed, double measured) {
        return before == believed ? measured : moved(before, measured);
    }

    private static double moved(double before, double measured) {
        return before + NEWEST * (measured - before);
    }

    /**
     * The active terminals of a group in the order of their rank, best first.
     *
     * @param silence those that have not been heard of for so long are left out
     */
    public List<Target> ranked(String group, Duration silence) {
        return jdbi.withHandle(handle -> {
            OffsetDateTime heardSince = TrackingDatabase.now(handle).minus(silence);
            return handle
                    .createQuery("SELECT t.* FROM terminal t JOIN terminal_group g ON g.terminal = t.id"
                            + " WHERE g.name = ? AND t.state = ? AND t.heard >= ? ORDER BY t.id")
                    .bind(0, group)
                    .bind(1, State.ACTIVE.name())
                    .bind(2, heardSince)
                    .map((row, context) -> target(row))
                    .stream()
                    .sorted(Comparator.comparing(Target::performance, Performance.BEST_FIRST))
                    .toList();
        });
    }

    /** The active terminals of a group that have not been heard of for so long. */
    public List<String> silent(String group, Duration silence) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT t.id FROM terminal t JOIN terminal_group g ON g.terminal = t.id"
                                + " WHERE g.name = ? AND t.state = ? AND t.heard < ? ORDER BY t.id")
                        .bind(0, group)
                        .bind(1, State.ACTIVE.name())
                        .bind(2, TrackingDatabase.now(handle).minus(silence))
                        .mapTo(String.class)
                        .list());
    }

    /** Time since the figures of a terminal last moved; empty if it is not known. */
    public Optional<Duration> age(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT measured FROM terminal WHERE id = ?")
                .bind(0, id)
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(measured -> Duration.between(measured, TrackingDatabase.now(handle))));
    }

    private static Performance performance(ResultSet row) throws SQLException {
        return new Performance(
                row.getDouble("response_seconds"),
                row.getDouble("upload_rate"),
                row.getDouble("download_rate"),
                row.getDouble("reliability"));
    }
}
