/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import dev.spillway.manager.api.ColdReads;
import dev.spillway.manager.api.DownloadState;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.manager.api.WaitTimes;
import dev.spillway.process.log.LineTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One frame of every type, with something in every part. */
public final class SampleFrames {
    private static final Terms TERMS = new Terms("10.0.0.1", "ümit", "/a b", "0-9/100", "rule", 7, 1000, 50);

    /** All of them. */
    public static final List<Frame> ALL = List.of(
            new Hello("1.0", "--loops 1", true),
            new Frame.Refused("why"),
            offer(List.of(
                    new Bytes("HTTP/1.1 200 \r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                    new FileRegion(0, 10),
                    new FileRegion(Integer.MAX_VALUE, Integer.MAX_VALUE))),
            new Frame.Accepted(1),
            new Frame.Declined(2, "no"),
            new Frame.Commit(3),
            new Frame.Withdraw(4),
            ended(Outcome.COMPLETED),
            new Frame.Returning(6),
            new Frame.Returned(7, true),
            new Frame.AskStats(8),
            new Frame.Stats(9, stats()),
            new Frame.LogFile(),
            new Frame.Retire(),
            new Frame.Retiring("asked"),
            new Control(10, Control.Action.SET_RATE, 11, 12),
            new Frame.Done(13, false),
            new Frame.AskDownloads(14, 15),
            new Frame.Downloads(16, List.of(view())),
            new Frame.SetLimits(new Limits(1, 2, 3, 4, 5, 6, true, 7, Duration.ofSeconds(8), Map.of("r", 9L))));

    private SampleFrames() {}

    /** An offer of these pieces. */
    public static Offer offer(List<Segment> segments) {
        LineTemplate line = new LineTemplate("a " + LineTemplate.OUTCOME + "\n", 200, 1, 2, Duration.ofNanos(3));
        return new Offer(5, true, 1, 2, "/srv/f", 1L << 40, 123_456_789, segments, TERMS, Optional.of(line));
    }

    static Frame ended(Outcome outcome) {
        return new Frame.Ended(
                5, new TransferEnd(outcome, 100, Optional.of(Duration.ofMillis(1)), Duration.ofSeconds(1)));
    }

    private static ManagerStats stats() {
        Map<Outcome, Long> outcomes =
                Stream.of(Outcome.values()).collect(Collectors.toMap(outcome -> outcome, outcome -> 3L));
        WaitTimes waits = new WaitTimes(1, Duration.ofNanos(2), Duration.ofNanos(3), Duration.ZERO, Duration.ZERO);
        return new ManagerStats(1, 2, 3, 4, List.of(5, 6), true, 7, 8, 9, 10, outcomes, waits, new ColdReads(1, 2, 3));
    }

    private static DownloadView view() {
        return new DownloadView(
                1,
                TERMS,
                "f",
                DownloadState.SENDING,
                2,
                3,
                4,
                5,
                Optional.of(Duration.ofSeconds(6)),
                7,
                8,
                Instant.ofEpochMilli(9));
    }
}
