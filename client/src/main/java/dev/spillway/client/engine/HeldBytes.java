/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.Failure;
import dev.spillway.client.source.FileFacts;
import dev.spillway.client.source.Source;
import dev.spillway.client.source.SourceException;
import dev.spillway.client.store.FileIdentity;
import dev.spillway.client.store.JournalState;
import dev.spillway.client.store.PartialFile;
import dev.spillway.client.store.Span;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Whether the bytes that an earlier run has left are of the file that the server has now. */
final class HeldBytes {
    private static final int SAMPLE_BYTES = 16 * 1024;

    private HeldBytes() {}

    /**
     * Trusts the same strong entity tag from the same URL; in every other case compares samples.
     *
     * @throws DownloadException with {@link Failure#FILE_CHANGED} if it is another file
     */
    static void verify(JournalState left, Source source, FileFacts facts, PartialFile file, DownloadOptions options)
            throws DownloadException, IOException, InterruptedException {
        FileIdentity identity = left.identity();
        if (facts.size().orElse(-1) != identity.size()) {
            throw new DownloadException(
                    Failure.FILE_CHANGED, "the file on " + source.server() + " has another size than before");
        }
        boolean sameUrl = FileIdentity.fingerprint(source.uri()).equals(identity.source());
        if (sameUrl && facts.validators().agree(identity.validators())) {
            return;
        }
        List<Span> held = left.have().all();
        if (!held.isEmpty()) {
            compare(held.get(0), source, file, options);
            compare(held.get(ThreadLocalRandom.current().nextInt(held.size())), source, file, options);
            compare(held.get(held.size() - 1), source, file, options);
        }
    }

    private static void compare(Span span, Source source, PartialFile file, DownloadOptions options)
            throws DownloadException, IOException, InterruptedException {
        int length = (int) Math.min(SAMPLE_BYTES, span.length());
        long start = ThreadLocalRandom.current().nextLong(span.start(), span.end() - length + 1);
        ByteBuffer here = ByteBuffer.allocate(length);
        file.read(here, start);
        byte[] there;
        try {
            there = ShortRange.read(source, start, length, options);
        } catch (SourceException e) {
            throw new DownloadException(e.failure(), String.valueOf(e.getMessage()), e);
        }
        if (!Arrays.equals(here.array(), there)) {
            throw new DownloadException(
                    Failure.FILE_CHANGED, "the file on " + source.server() + " has other bytes than before");
        }
    }
}
