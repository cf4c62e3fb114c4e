/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.dial.Deadline;
import dev.spillway.client.metalink.Metalink;
import dev.spillway.client.metalink.MetalinkReader;
import dev.spillway.client.source.FileFacts;
import dev.spillway.client.source.RangeStream;
import dev.spillway.client.source.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Fetches the Metalink document that a server names for a file in its answer (RFC 6249 section 4.1). */
final class DescribedBy {
    private static final int BUFFER_BYTES = 64 * 1024;

    private DescribedBy() {}

    /** The description of a file of that size; empty if there is none, or nothing can be made of it. */
    static Optional<Metalink> find(Job job, FileFacts facts, long size) throws InterruptedException {
        for (URI location : facts.metalinks()) {
            try (Source source = job.sources().source(location)) {
                for (Metalink found :
                        MetalinkReader.read(read(source, job.options().answerTimeout()))) {
                    if (found.size().orElse(size) == size) {
                        return Optional.of(found);
                    }
                }
            } catch (IOException | IllegalArgumentException e) {
                job.listener().event("the Metalink document was not understood: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static byte[] read(Source source, Duration longest) throws IOException, InterruptedException {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (RangeStream in = source.open(0, MetalinkReader.MOST_BYTES);
                Deadline guard = Deadline.closing(in::abort, longest)) {
            for (int read = in.read(buffer, 0, buffer.length); read >= 0; read = in.read(buffer, 0, buffer.length)) {
                document.write(buffer, 0, read);
                if (guard.expired() || document.size() > MetalinkReader.MOST_BYTES) {
                    throw new IOException(
                            "it is larger than " + MetalinkReader.MOST_BYTES + " bytes, or came too slowly");
                }
            }
        }
        return document.toByteArray();
    }
}
