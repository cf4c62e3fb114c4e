/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.files.OpenFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever a sending breaks off, what was sent and what the rest says make the whole. */
class SendQueueRestTest {
    private static final String WHOLE = "head|01234|middle|89|end";

    @TempDir
    private Path directory;

    /** Takes so many bytes and no more. */
    private static final class FullSink implements Sink {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int room;

        FullSink(int room) {
            this.room = room;
        }

        @Override
        public long write(ByteBuffer bytes) {
            int count = Math.min(room, bytes.remaining());
            byte[] some = new byte[count];
            bytes.get(some);
            taken.writeBytes(some);
            room -= count;
            return count;
        }

        @Override
        public long transferFrom(FileChannel file, long position, long count) throws IOException {
            long sent = file.transferTo(position, Math.min(room, count), Channels.newChannel(taken));
            room -= (int) sent;
            return sent;
        }

        @Override
        public boolean flush() {
            return true;
        }

        @Override
        public long pendingBytes() {
            return 0;
        }
    }

    private static Bytes bytes(String text) {
        return new Bytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theRestGoesOnWhereTheSocketTookNoMore() throws IOException {
        Path path = Files.writeString(directory.resolve("file"), "0123456789");
        List<Segment> segments =
                List.of(bytes("head|"), new FileRegion(0, 5), bytes("|middle|"), new FileRegion(8, 2), bytes("|end"));
        for (int sent = 0; sent < WHOLE.length(); sent++) {
            try (SourceFile file = new OpenFiles().open(path)) {
                FullSink first = new FullSink(sent);
                SendQueue queue = new SendQueue(new Transfer(file, segments));
                queue.writeTo(first, Long.MAX_VALUE);
                Transfer rest = new Transfer(file, queue.rest());
                assertThat(rest.length()).isEqualTo(WHOLE.length() - sent).isEqualTo(queue.remaining());
                FullSink second = new FullSink(WHOLE.length());
                assertThat(new SendQueue(rest).writeTo(second, Long.MAX_VALUE)).isEqualTo(SendState.DONE);
                assertThat(first.taken.toString(StandardCharsets.US_ASCII)
                                + second.taken.toString(StandardCharsets.US_ASCII))
                        .isEqualTo(WHOLE);
            }
        }
    }
}
