/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.control.Report;
import dev.spillway.relay.plan.Swarm;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the members of a transfer can give and take in, as their links show. Not safe for use by several threads. */
final class MeasuredRates {
    /** Times what has come in until the next plan is the most that is expected until the one behind it. */
    private static final double GROWTH = 2;

    /** Pieces to be had at once by somebody who is slow itself, and does not wait for others. */
    private static final int PLENTY = 12;

    private final Swarm swarm;
    private final LinkMeter meter = new LinkMeter();
    private final Set<Integer> seenUpload = new HashSet<>();

    MeasuredRates(Swarm swarm) {
        this.swarm = swarm;
    }

    LinkMeter meter() {
        return meter;
    }

    /** Tells the swarm what has been seen until now. */
    void observe(Map<String, Member> members, long now) {
        meter.passedOn(now).forEach((parent, passed) -> {
            Member member = members.get(parent);
            if (parent.equals(Report.SOURCE)) {
                given(Swarm.SOURCE, passed);
            } else if (member != null) {
                given(member.number, passed);
            }
        });
        members.values().forEach(member -> takenIn(member, now));
    }

    /** Who had enough to do has shown what it can give; who had not, only what it can give at the least. */
    private void given(int number, LinkMeter.Passed passed) {
        double known = swarm.peer(number).performance().uploadRate();
        if (passed.rate() > known || (passed.isFull() && seenUpload.add(number))) {
            swarm.knownUpload(number, passed.rate());
        } else if (passed.isFull()) {
            swarm.measuredUpload(number, passed.rate());
        }
    }

    private void takenIn(Member member, long now) {
        double rate = meter.into(member.id(), now).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        double known = swarm.peer(member.number).performance().downloadRate();
        if (rate > known) {
            swarm.knownDownload(member.number, rate);
        } else if (rate > 0 && known > GROWTH * rate && swarm.ready(member.number) >= PLENTY) {
            // Who waits for others takes in less than it could, and if it were given less for that, less again.
            swarm.knownDownload(member.number, (known + GROWTH * rate) / 2);
        }
    }
}
