/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.track;

import dev.spillway.relay.request.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What transfers are about, for those who ask how they go. */
public final class Publications {
    /**
     * What a transfer is about.
     *
     * @param planner {@code adaptive} or {@code dealing}
     * @param digest hexadecimal
     * @param origin a file of the main server, or the address of a distribution server
     */
    public record Publication(
            UUID id,
            String name,
            String group,
            String planner,
            String digest,
            long bytes,
            int pieces,
            Instant activation,
            Instant expiry,
            String origin) {}

    /**
     * A transfer, counted up.
     *
     * @param director the main server that directs it now
     * @param arrived pieces that have come, of all targets together
     */
    public record Summary(
            Publication publication,
            Transfers.State state,
            Instant created,
            Optional<String> director,
            int targets,
            int complete,
            int failed,
            long arrived) {}

    private static final int MOST = 1_000;

    private static final String SUMMARY = "SELECT f.id, f.file_name, f.group_name, f.state, f.created, f.claimed_by,"
            + " f.claimed_until, p.*, c.targets, c.complete, c.failed, c.arrived FROM transfer f"
            + " JOIN publication p ON p.transfer = f.id LEFT JOIN"
            + " (SELECT transfer, COUNT(*) AS targets, SUM(CASE WHEN state = 'COMPLETE' THEN 1 ELSE 0 END) AS complete,"
            + " SUM(CASE WHEN state = 'FAILED' THEN 1 ELSE 0 END) AS failed, SUM(CAST(pieces AS BIGINT)) AS arrived"
            + " FROM target GROUP BY transfer) c ON c.transfer = f.id";

    private final Jdbi jdbi;

    Publications(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Begins a transfer with its first request; whichever main server claims it first directs it.
     *
     * @param missed terminals that are not there to get it: the transfer has failed for them, so it is owed to them
     */
    public void publish(Publication made, List<Target> targets, List<String> missed, int issue, byte[] signed) {
        jdbi.useTransaction(handle -> {
            Transfers.plan(handle, made.id(), made.name(), made.group(), targets);
            missed.forEach(terminal -> Transfers.addMissed(handle, made.id(), terminal));
            handle.execute(
                    "INSERT INTO publication (transfer, planner, digest, bytes, pieces, activation, expiry, origin)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    made.id(),
                    made.planner(),
                    made.digest(),
                    made.bytes(),
                    made.pieces(),
                    made.activation().atOffset(ZoneOffset.UTC),
                    made.expiry().atOffset(ZoneOffset.UTC),
                    made.origin());
            Transfers.sent(handle, made.id(), issue, signed);
        });
    }

    /** The newest thousand, newest first. */
    public List<Summary> newest() {
        return jdbi.withHandle(handle -> {
            OffsetDateTime now = TrackingDatabase.now(handle);
            return handle.createQuery(SUMMARY + " ORDER BY f.created DESC, f.id LIMIT " + MOST)
                    .map((row, context) -> summary(row, now))
                    .list();
        });
    }

    /** One of them. */
    public Optional<Summary> find(UUID id) {
        return jdbi.withHandle(handle -> {
            OffsetDateTime now = TrackingDatabase.now(handle);
            return handle.createQuery(SUMMARY + " WHERE f.id = ?")
                    .bind(0, id)
                    .map((row, context) -> summary(row, now))
                    .findOne();
        });
    }

    /** Transfers of a group that have not ended. */
    public List<UUID> open(String group) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT id FROM transfer WHERE group_name = ?"
                        + " AND state IN ('PLANNED', 'RUNNING') ORDER BY created")
                .bind(0, group)
                .mapTo(UUID.class)
                .list());
    }

    /** Transfers that have not ended, neither as a whole nor for this terminal. */
    public List<UUID> openFor(String terminal) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT f.id FROM transfer f JOIN target t ON t.transfer = f.id WHERE t.terminal = ?"
                                + " AND f.state IN ('PLANNED', 'RUNNING') AND t.state NOT IN ('COMPLETE', 'FAILED')"
                                + " ORDER BY f.created")
                .bind(0, terminal)
                .mapTo(UUID.class)
                .list());
    }

    /** The newest transfer of each file to a group that is still to be had and that somebody has failed to get. */
    public List<UUID> unfinished(String group) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT f.id FROM transfer f"
                        + " JOIN publication p ON p.transfer = f.id WHERE f.group_name = ? AND f.state = 'ENDED'"
                        + " AND p.expiry > ? AND EXISTS (SELECT 1 FROM target t WHERE t.transfer = f.id"
                        + " AND t.state = 'FAILED') AND NOT EXISTS (SELECT 1 FROM transfer n"
                        + " WHERE n.group_name = f.group_name AND n.file_name = f.file_name AND n.created > f.created)"
                        + " ORDER BY f.created")
                .bind(0, group)
                .bind(1, TrackingDatabase.now(handle))
                .mapTo(UUID.class)
                .list());
    }

    /**
     * Who has what, of all that has not expired: transfers with the terminals that have their file. What was repeated for some is the same file at all who have
     * got it, by whichever transfer.
     */
    public Map<UUID, List<String>> holders() {
        return jdbi.withHandle(handle -> {
            Map<UUID, List<String>> holders = new HashMap<>();
            handle.createQuery("SELECT DISTINCT p.transfer, t.terminal FROM publication p"
                            + " JOIN transfer f ON f.id = p.transfer"
                            + " JOIN publication q ON q.digest = p.digest AND q.activation = p.activation"
                            + " JOIN transfer g ON g.id = q.transfer AND g.file_name = f.file_name"
                            + " JOIN target t ON t.transfer = q.transfer"
                            + " WHERE t.state = 'COMPLETE' AND p.expiry > ? AND q.expiry > ?"
                            + " ORDER BY p.transfer, t.terminal")
                    .bind(0, TrackingDatabase.now(handle))
                    .bind(1, TrackingDatabase.now(handle))
                    .map((row, context) -> Map.entry(row.getObject("transfer", UUID.class), row.getString("terminal")))
                    .forEach(entry -> holders.computeIfAbsent(entry.getKey(), made -> new ArrayList<>())
                            .add(entry.getValue()));
            return holders;
        });
    }

    /** Terminals that have got just this by an earlier transfer. */
    public Set<String> haveIt(Publication what) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT DISTINCT t.terminal FROM target t"
                        + " JOIN transfer f ON f.id = t.transfer JOIN publication p ON p.transfer = t.transfer"
                        + " WHERE f.group_name = ? AND f.file_name = ? AND p.digest = ? AND p.expiry = ?"
                        + " AND t.state = 'COMPLETE'")
                .bind(0, what.group())
                .bind(1, what.name())
                .bind(2, what.digest())
                .bind(3, what.expiry().atOffset(ZoneOffset.UTC))
                .mapTo(String.class)
                .set());
    }

    /** When the last publication of each origin expires or has expired. */
    public Map<String, Instant> expiries() {
        return jdbi.withHandle(handle -> {
            Map<String, Instant> expiries = new HashMap<>();
            handle.createQuery("SELECT origin, MAX(expiry) AS last_expiry FROM publication GROUP BY origin")
                    .map((row, context) -> Map.entry(
                            row.getString("origin"),
                            row.getObject("last_expiry", OffsetDateTime.class).toInstant()))
                    .forEach(entry -> expiries.put(entry.getKey(), entry.getValue()));
            return expiries;
        });
    }

    private static Summary summary(ResultSet row, OffsetDateTime now) throws SQLException {
        OffsetDateTime until = row.getObject("claimed_until", OffsetDateTime.class);
        return new Summary(
                new Publication(
                        row.getObject("id", UUID.class),
                        row.getString("file_name"),
                        row.getString("group_name"),
                        row.getString("planner"),
                        row.getString("digest"),
                        row.getLong("bytes"),
                        row.getInt("pieces"),
                        row.getObject("activation", OffsetDateTime.class).toInstant(),
                        row.getObject("expiry", OffsetDateTime.class).toInstant(),
                        row.getString("origin")),
                Transfers.State.valueOf(row.getString("state")),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                until == null || until.isBefore(now) ? Optional.empty() : Optional.of(row.getString("claimed_by")),
                row.getInt("targets"),
                row.getInt("complete"),
                row.getInt("failed"),
                row.getLong("arrived"));
    }
}
