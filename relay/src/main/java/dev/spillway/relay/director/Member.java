/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.request.Target;
import dev.spillway.relay.track.Transfers.TargetState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One target of a transfer, as the main server that directs it sees it. */
final class Member {
    final Target target;

    /** Its place in the swarm; another one after it had been given up and came back. */
    int number;

    TargetState state = TargetState.WAITING;
    Optional<String> failure = Optional.empty();
    long heardNanos;
    boolean heard;

    /** Bad pieces by who gave them. */
    final Map<String, Integer> bad = new HashMap<>();

    /** Pieces by who gave them, to draw the tree. */
    final Map<String, Integer> cameFrom = new HashMap<>();

    Member(Target target, int number, long now) {
        this.target = target;
        this.number = number;
        this.heardNanos = now;
    }

    String id() {
        return target.id();
    }

    boolean isOver() {
        return state == TargetState.COMPLETE || state == TargetState.FAILED;
    }
}
