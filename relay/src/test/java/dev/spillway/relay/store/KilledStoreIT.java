/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.Pieces;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that stores pieces is killed again and again, as by {@code kill -9}. */
class KilledStoreIT {
    private static final int PIECE = Pieces.LEAST_PIECE_BYTES;
    private static final int COUNT = 400;

    @TempDir
    Path folder;

    private static FileSpec spec(Path original) throws IOException {
        PieceCutter.Cut cut = PieceCutter.cut(original, PIECE);
        Instant active = Instant.EPOCH;
        return new FileSpec(
                "file.bin",
                "a/b",
                cut.digest(),
                cut.pieces(),
                active,
                active.plusSeconds(1),
                FileSpec.Compression.NONE,
                Optional.empty());
    }

    /** The process: puts the missing pieces in and says the number of each when it is kept. */
    public static void main(String[] args) throws IOException {
        Path original = Path.of(args[0]);
        byte[] content = Files.readAllBytes(original);
        FileSpec spec = spec(original);
        try (PieceStore store = PieceStore.open(Path.of(args[1]), spec)) {
            System.out.println("begins with " + store.pieces().cardinality());
            BitSet missing = store.pieces();
            missing.flip(0, spec.pieces().count());
            for (int piece = missing.nextSetBit(0); piece >= 0; piece = missing.nextSetBit(piece + 1)) {
                ByteBuffer bytes = ByteBuffer.wrap(
                        content, (int) spec.pieces().start(piece), spec.pieces().length(piece));
                store.put(piece, bytes);
                System.out.println("kept " + piece);
            }
            System.out.println(store.appear(Instant.now()));
        }
    }

    @Test
    @Timeout(300)
    void whatWasKeptIsKept() throws Exception {
        byte[] content = new byte[PIECE * COUNT - 5];
        new SplittableRandom(1).nextBytes(content);
        Path original = Files.write(folder.resolve("original"), content);
        Path target = Files.createDirectory(folder.resolve("target"));
        SplittableRandom random = new SplittableRandom(2);
        int kept = 0;
        String last = "";
        for (int run = 0; !last.equals("APPEARED"); run++) {
            Process process = start(original, target);
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                int there = Integer.parseInt(out.readLine().replace("begins with ", ""));
                assertThat(there)
                        .as("run %s: the kill may have come between keeping a piece and saying so", run)
                        .isBetween(kept, kept + 1);
                kept = there;
                int enough = random.nextInt(20, 120);
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    last = line;
                    kept += line.startsWith("kept ") ? 1 : 0;
                    if (--enough == 0) {
                        // Not Process.destroyForcibly, which would throw away what the process has said.
                        process.toHandle().destroyForcibly();
                    }
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertThat(run).isLessThan(COUNT);
        }
        assertThat(target.resolve("file.bin")).hasBinaryContent(content);
    }

    private static Process start(Path original, Path target) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledStoreIT.class.getName(),
                        original.toString(),
                        target.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
