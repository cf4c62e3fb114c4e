/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.track;

import dev.spillway.relay.request.Target;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Transfers, their requests, their targets, and who directs them (D3, D7, D8). */
public final class Transfers {
    /** Where a transfer is. */
    public enum State {
        PLANNED,
        RUNNING,
        /** Every target has the file or has failed. */
        ENDED,
        CANCELLED
    }

    /** Where one target of a transfer is. */
    public enum TargetState {
        WAITING,
        SENT,
        ACKNOWLEDGED,
        RECEIVING,
        COMPLETE,
        FAILED;

        boolean isFinal() {
            return this == COMPLETE || this == FAILED;
        }
    }

    /** A transfer as it stands in the database. */
    public record Transfer(UUID id, String fileName, String group, State state) {}

    /**
     * One target of a transfer.
     *
     * @param pieces that it has, as far as was heard
     * @param failure in words; empty if it has not failed
     */
    public record Progress(String terminal, TargetState state, int pieces, Optional<String> failure) {}

    private static final int LONGEST_FAILURE = 500;

    private final Jdbi jdbi;

    Transfers(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Begins a transfer to some targets; whichever main server claims it first directs it. */
    public void plan(UUID id, String fileName, String group, List<Target> targets) {
        jdbi.useTransaction(handle -> plan(handle, id, fileName, group, targets));
    }

    static void plan(Handle handle, UUID id, String fileName, String group, List<Target> targets) {
        handle.execute(
                "INSERT INTO transfer (id, file_name, group_name, state, created)"
                        + " VALUES (?, ?, ?, ?, CURRENT_TIMESTAMP)",
                id,
                fileName,
                group,
                State.PLANNED.name());
        targets.forEach(target -> addTarget(handle, id, target.id()));
    }

    private static void addTarget(Handle handle, UUID id, String terminal) {
        addTarget(handle, id, terminal, TargetState.WAITING, null);
    }

    /** A terminal that is not there, for which the transfer has failed before it began. */
    static void addMissed(Handle handle, UUID id, String terminal) {
        addTarget(handle, id, terminal, TargetState.FAILED, "not heard of when it was published");
    }

    private static void addTarget(Handle handle, UUID id, String terminal, TargetState state, String failure) {
        handle.execute(
                "INSERT INTO target (transfer, terminal, state, pieces, changed, failure) VALUES (?, ?, ?, 0,"
                        + " CURRENT_TIMESTAMP, ?)",
                id,
                terminal,
                state.name(),
                failure);
    }

    /** Lets terminals that have come meanwhile take part in a transfer, by a new request. */
    public void join(UUID id, List<String> terminals, int issue, byte[] signed) {
        jdbi.useTransaction(handle -> {
            terminals.forEach(terminal -> {
                // It may have been missed at first.
                handle.execute("DELETE FROM target WHERE transfer = ? AND terminal = ?", id, terminal);
                addTarget(handle, id, terminal);
            });
            sent(handle, id, issue, signed);
        });
    }

    /**
     * Claims the oldest transfer that nobody directs, or whose main server has let its lease end. Those that others are just claiming are passed over, not waited
     * for.
     *
     * @param server name of the main server, the same after a restart
     */
    public Optional<Transfer> claim(String server, Duration lease) {
        return jdbi.inTransaction(handle -> {
            OffsetDateTime now = TrackingDatabase.now(handle);
            Optional<Transfer> free = handle.createQuery("SELECT id, file_name, group_name, state FROM transfer"
                            + " WHERE state IN (?, ?) AND (claimed_until IS NULL OR claimed_until <= ?)"
                            + " ORDER BY created, id LIMIT 1 FOR UPDATE SKIP LOCKED")
                    .bind(0, State.PLANNED.name())
                    .bind(1, State.RUNNING.name())
                    .bind(2, now)
                    .map((row, context) -> transfer(row))
                    .findOne();
            free.ifPresent(transfer -> handle.execute(
                    "UPDATE transfer SET state = ?, claimed_by = ?, claimed_until = ? WHERE id = ?",
                    State.RUNNING.name(),
                    server,
                    now.plus(lease),
                    transfer.id()));
            return free;
        });
    }

    /** Makes the lease of a claimed transfer longer; false if the transfer has passed to another main server, or has ended. */
    public boolean renew(UUID id, String server, Duration lease) {
        return jdbi.inTransaction(handle -> {
            OffsetDateTime now = TrackingDatabase.now(handle);
            return handle.execute(
                            "UPDATE transfer SET claimed_until = ? WHERE id = ? AND claimed_by = ? AND state = ?"
                                    + " AND claimed_until > ?",
                            now.plus(lease),
                            id,
                            server,
                            State.RUNNING.name(),
                            now)
                    > 0;
        });
    }

    /** Ends a transfer before its time; false if it had ended. */
    public boolean cancel(UUID id) {
        return jdbi.withHandle(handle -> handle.execute(
                        "UPDATE transfer SET state = ? WHERE id = ? AND state IN (?, ?)",
                        State.CANCELLED.name(),
                        id,
                        State.PLANNED.name(),
                        State.RUNNING.name()))
                > 0;
    }

    /** Keeps a request as it was sent. */
    public void sent(UUID id, int issue, byte[] signed) {
        jdbi.useHandle(handle -> sent(handle, id, issue, signed));
    }

    static void sent(Handle handle, UUID id, int issue, byte[] signed) {
        handle.execute(
                "INSERT INTO transport_request (transfer, issue, issued, signed) VALUES (?, ?, CURRENT_TIMESTAMP, ?)",
                id,
                issue,
                signed);
    }

    /** Notes how many pieces some targets have, without the weight of an acknowledgement. */
    public void progressed(UUID id, Map<String, Integer> pieces) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("UPDATE target SET pieces = ?, changed = CURRENT_TIMESTAMP"
                    + " WHERE transfer = ? AND terminal = ? AND state NOT IN ('COMPLETE', 'FAILED')");
            pieces.forEach((terminal, count) ->
                    batch.bind(0, count).bind(1, id).bind(2, terminal).add());
            batch.execute();
        });
    }

    /** Gives a claimed transfer back, so that another main server can take it at once. */
    public void release(UUID id, String server) {
        jdbi.useHandle(handle ->
                handle.execute("UPDATE transfer SET claimed_until = NULL WHERE id = ? AND claimed_by = ?", id, server));
    }

    /** The newest request of a transfer, as it was sent. */
    public Optional<byte[]> lastRequest(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT signed FROM transport_request WHERE transfer = ? ORDER BY issue DESC LIMIT 1")
                .bind(0, id)
                .map((row, context) -> row.getBytes("signed"))
                .findOne());
    }

    /**
     * Notes what a terminal has said of itself, or what was found out about it. What comes late does not undo an end; the transfer ends with its last target.
     */
    public void acknowledged(UUID id, Progress said) {
        Optional<String> failure = said.failure().map(Transfers::shortened);
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "INSERT INTO acknowledgement (transfer, terminal, state, received, failure)"
                            + " VALUES (?, ?, ?, CURRENT_TIMESTAMP, ?)",
                    id,
                    said.terminal(),
                    said.state().name(),
                    failure.orElse(null));
            handle.execute(
                    "UPDATE target SET state = ?, pieces = ?, failure = ?, changed = CURRENT_TIMESTAMP"
                            + " WHERE transfer = ? AND terminal = ? AND state NOT IN (?, ?)",
                    said.state().name(),
                    said.pieces(),
                    failure.orElse(null),
                    id,
                    said.terminal(),
                    TargetState.COMPLETE.name(),
                    TargetState.FAILED.name());
            if (said.state().isFinal()) {
                endIfAllHave(handle, id);
            }
        });
    }

    private static String shortened(String failure) {
        return failure.length() <= LONGEST_FAILURE ? failure : failure.substring(0, LONGEST_FAILURE);
    }

    private static void endIfAllHave(Handle handle, UUID id) {
        // Locked first, so that of two last targets at the same time one sees the other.
        handle.createQuery("SELECT state FROM transfer WHERE id = ? FOR UPDATE")
                .bind(0, id)
                .mapTo(String.class)
                .findOne();
        handle.execute(
                "UPDATE transfer SET state = ? WHERE id = ? AND state = ? AND NOT EXISTS"
                        + " (SELECT 1 FROM target WHERE transfer = ? AND state NOT IN (?, ?))",
                State.ENDED.name(),
                id,
                State.RUNNING.name(),
                id,
                TargetState.COMPLETE.name(),
                TargetState.FAILED.name());
    }

    /** The transfer; empty if there is none. */
    public Optional<Transfer> find(UUID id) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT id, file_name, group_name, state FROM transfer WHERE id = ?")
                        .bind(0, id)
                        .map((row, context) -> transfer(row))
                        .findOne());
    }

    private static Transfer transfer(ResultSet row) throws SQLException {
        return new Transfer(
                row.getObject("id", UUID.class),
                row.getString("file_name"),
                row.getString("group_name"),
                State.valueOf(row.getString("state")));
    }

    /** How far each target is. */
    public List<Progress> progress(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT terminal, state, pieces, failure FROM target WHERE transfer = ? ORDER BY terminal")
                .bind(0, id)
                .map((row, context) -> new Progress(
                        row.getString("terminal"),
                        TargetState.valueOf(row.getString("state")),
                        row.getInt("pieces"),
                        Optional.ofNullable(row.getString("failure"))))
                .list());
    }

    /** Terminals that a transfer of this file to this group has failed for, and that have not got it since: they are part of the next one (D8). */
    public List<String> owed(String group, String fileName) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT DISTINCT t.terminal FROM target t"
                        + " JOIN transfer f ON f.id = t.transfer"
                        + " WHERE f.group_name = ? AND f.file_name = ? AND t.state = ? AND NOT EXISTS"
                        + " (SELECT 1 FROM target n JOIN transfer m ON m.id = n.transfer WHERE n.terminal = t.terminal"
                        + " AND m.file_name = f.file_name AND m.created > f.created AND n.state = ?)"
                        + " ORDER BY t.terminal")
                .bind(0, group)
                .bind(1, fileName)
                .bind(2, TargetState.FAILED.name())
                .bind(3, TargetState.COMPLETE.name())
                .mapTo(String.class)
                .list());
    }
}
