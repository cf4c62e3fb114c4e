/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.core.SampleFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many threads open and close one file, while another thread goes on replacing it. */
@Timeout(120)
class OpenFilesRaceTest {
    private static final int READERS = 4;
    private static final int OPENINGS = 1_500;

    private final OpenFiles files = new OpenFiles();

    @TempDir
    private Path dir;

    @Test
    void nobodyGetsAClosedChannelOrAMixOfTwoVersions() throws Exception {
        Path path = dir.resolve("file");
        SampleFiles.replace(path, version(0));
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(READERS + 1);
        try {
            Future<Integer> replacements = threads.submit(() -> {
                int done = 0;
                while (!isOver.get()) {
                    SampleFiles.replace(path, version(++done));
                }
                return done;
            });
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> openAgainAndAgain(path)));
            }
            int opened = 0;
            for (Future<Integer> reader : readers) {
                opened += reader.get();
            }
            isOver.set(true);
            assertThat(replacements.get()).as("replacements").isPositive();
            assertThat(opened).as("opened").isPositive();
            assertThat(files.count()).isZero();
        } finally {
            isOver.set(true);
            threads.shutdownNow();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private int openAgainAndAgain(Path path) throws IOException {
        int opened = 0;
        for (int i = 0; i < OPENINGS; i++) {
            try (SourceFile file = files.open(path)) {
                ByteBuffer content = ByteBuffer.allocate(200);
                file.channel().read(content, 0);
                content.flip();
                assertThat(content.remaining()).isEqualTo((int) file.size());
                byte mark = content.get(0);
                assertThat(content.remaining()).isEqualTo(100 + mark);
                while (content.hasRemaining()) {
                    assertThat(content.get()).isEqualTo(mark);
                }
                opened++;
            } catch (FileNotFoundException e) {
                assertThat(e).hasMessageContaining("replaced again and again");
            }
        }
        return opened;
    }

    /** Length and bytes both tell which version it is. */
    private static byte[] version(int number) {
        byte mark = (byte) (number % 100);
        byte[] content = new byte[100 + mark];
        Arrays.fill(content, mark);
        return content;
    }
}
