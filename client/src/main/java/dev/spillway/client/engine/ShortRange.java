/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.dial.Deadline;
import dev.spillway.client.source.RangeStream;
import dev.spillway.client.source.Source;
import dev.spillway.client.source.SourceException;
import java.time.Duration;

/** A range that is read into memory outside of the links, whose watch does not reach it: so it has a deadline of its own. */
final class ShortRange {
    /** Slowest rate that such a range is waited for. */
    private static final long LOWEST_RATE = 16 * 1024;

    private ShortRange() {}

    /** Reads the whole range, however many answers it comes in. */
    static byte[] read(Source source, long start, int length, DownloadOptions options)
            throws SourceException, InterruptedException {
        byte[] bytes = new byte[length];
        Duration longest = options.answerTimeout().plusSeconds(length / LOWEST_RATE);
        int filled = 0;
        while (filled < length) {
            try (RangeStream in = source.open(start + filled, start + length);
                    Deadline guard = Deadline.closing(in::abort, longest)) {
                int read = 0;
                while (filled < length && read >= 0 && !guard.expired()) {
                    filled += read;
                    read = filled < length ? in.read(bytes, filled, length - filled) : -1;
                }
            }
        }
        return bytes;
    }
}
