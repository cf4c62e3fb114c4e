/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.process.wire.Frame.Accepted;
import dev.spillway.process.wire.Frame.AskDownloads;
import dev.spillway.process.wire.Frame.AskStats;
import dev.spillway.process.wire.Frame.Commit;
import dev.spillway.process.wire.Frame.Declined;
import dev.spillway.process.wire.Frame.Done;
import dev.spillway.process.wire.Frame.Downloads;
import dev.spillway.process.wire.Frame.Ended;
import dev.spillway.process.wire.Frame.LogFile;
import dev.spillway.process.wire.Frame.Refused;
import dev.spillway.process.wire.Frame.Retire;
import dev.spillway.process.wire.Frame.Retiring;
import dev.spillway.process.wire.Frame.Returned;
import dev.spillway.process.wire.Frame.Returning;
import dev.spillway.process.wire.Frame.SetLimits;
import dev.spillway.process.wire.Frame.Stats;
import dev.spillway.process.wire.Frame.Withdraw;
import java.time.Duration;
import java.util.Optional;

/** Makes frames of their bodies. */
final class FrameBodies {
    private FrameBodies() {}

    static Frame read(FrameType type, BodyReader in) throws WireException {
        return switch (type) {
            case HELLO -> Hello.read(in);
            case REFUSED -> new Refused(in.text());
            case OFFER -> Offer.read(in);
            case ACCEPTED -> new Accepted(in.number());
            case DECLINED -> new Declined(in.number(), in.text());
            case COMMIT -> new Commit(in.number());
            case WITHDRAW -> new Withdraw(in.number());
            case ENDED -> readEnded(in);
            case RETURNING -> new Returning(in.number());
            case RETURNED -> new Returned(in.number(), in.flag());
            case ASK_STATS -> new AskStats(in.number());
            case STATS -> new Stats(in.number(), StatsCodec.read(in));
            case LOG_FILE -> new LogFile();
            case RETIRE -> new Retire();
            case RETIRING -> new Retiring(in.text());
            case CONTROL -> Control.read(in);
            case DONE -> new Done(in.number(), in.flag());
            case ASK_DOWNLOADS -> new AskDownloads(in.number(), in.integer());
            case DOWNLOADS -> new Downloads(in.number(), in.list(() -> ViewCodec.read(in)));
            case SET_LIMITS -> new SetLimits(LimitsCodec.read(in));
        };
    }

    private static Frame readEnded(BodyReader in) throws WireException {
        long id = in.number();
        Outcome outcome = outcome(in.text());
        long bytes = in.count();
        Optional<Duration> first = in.optional(in::duration);
        return new Ended(id, new TransferEnd(outcome, bytes, first, in.duration()));
    }

    private static Outcome outcome(String name) throws WireException {
        try {
            return Outcome.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new WireException("an unknown outcome");
        }
    }
}
