/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.request.Sha256;
import dev.spillway.relay.store.PieceStore.Appearance;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PieceStoreTest {
    private static final int PIECE = Pieces.LEAST_PIECE_BYTES;

    /** Enough pieces for a journal to be kept. */
    private static final int LAST = 20;

    private static final Instant ACTIVE = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path folder;

    private final byte[] content = random(LAST * PIECE + 17);

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(5).nextBytes(bytes);
        return bytes;
    }

    private FileSpec spec() throws IOException {
        Path original = Files.write(folder.resolve("original"), content);
        PieceCutter.Cut cut = PieceCutter.cut(original, PIECE);
        return spec(cut.pieces(), cut.digest());
    }

    private static FileSpec spec(Pieces pieces, Sha256 digest) {
        Instant expiry = ACTIVE.plusSeconds(60);
        return new FileSpec(
                "file.bin", "a/b", digest, pieces, ACTIVE, expiry, FileSpec.Compression.NONE, Optional.empty());
    }

    private ByteBuffer piece(Pieces pieces, int number) {
        return ByteBuffer.wrap(content, (int) pieces.start(number), pieces.length(number));
    }

    private Path target() {
        return folder.resolve("file.bin");
    }

    @Test
    void theFileAppearsWholeAndAtItsTime() throws IOException {
        FileSpec spec = spec();
        try (PieceStore store = PieceStore.open(folder, spec)) {
            for (int number = spec.pieces().count() - 1; number >= 0; number--) {
                assertThat(store.appear(ACTIVE)).isEqualTo(Appearance.NOT_YET);
                store.put(number, piece(spec.pieces(), number));
                assertThat(store.get(number)).isEqualTo(piece(spec.pieces(), number));
            }
            assertThat(store.appear(ACTIVE.minusSeconds(1))).as("not active").isEqualTo(Appearance.NOT_YET);
            assertThat(target()).doesNotExist();
            assertThat(store.appear(ACTIVE)).isEqualTo(Appearance.APPEARED);
            assertThat(target()).hasBinaryContent(content);
            assertThat(store.get(LAST)).as("goes on passing on").isEqualTo(piece(spec.pieces(), LAST));
        }
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("original", "file.bin");
        }
    }

    @Test
    void badPiecesAreNotKept() throws IOException {
        FileSpec spec = spec();
        try (PieceStore store = PieceStore.open(folder, spec)) {
            byte[] flipped = new byte[PIECE];
            piece(spec.pieces(), 3).get(flipped);
            flipped[PIECE - 1] ^= 1;
            assertThatThrownBy(() -> store.put(3, ByteBuffer.wrap(flipped)))
                    .isInstanceOf(BadPieceException.class)
                    .hasMessageContaining("piece 3");
            assertThatThrownBy(() -> store.put(LAST, ByteBuffer.wrap(flipped))).hasMessageContaining("not 17");
            assertThatThrownBy(() -> store.put(4, piece(spec.pieces(), 5))).hasMessageContaining("digest");
            assertThat(store.pieces().isEmpty()).isTrue();
            assertThatThrownBy(() -> store.get(3)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void itGoesOnWhereItWas() throws IOException {
        FileSpec spec = spec();
        try (PieceStore store = PieceStore.open(folder, spec)) {
            store.put(2, piece(spec.pieces(), 2));
            store.put(LAST, piece(spec.pieces(), LAST));
            assertThatThrownBy(() -> PieceStore.open(folder, spec)).isInstanceOf(IOException.class);
        }
        try (PieceStore store = PieceStore.open(folder, spec)) {
            assertThat(store.pieces().stream()).containsExactly(2, LAST);
            assertThat(store.get(LAST)).isEqualTo(piece(spec.pieces(), LAST));
        }
    }

    /** The same name, but another file: nothing of the old one may get into it. */
    @Test
    void anotherFileBeginsAnew() throws IOException {
        FileSpec spec = spec();
        try (PieceStore store = PieceStore.open(folder, spec)) {
            store.put(2, piece(spec.pieces(), 2));
        }
        content[0] ^= 1;
        try (PieceStore store = PieceStore.open(folder, spec())) {
            assertThat(store.pieces().isEmpty()).isTrue();
        }
    }

    @Test
    void whatTheDiskHasSpoiltIsMissingAgain() throws IOException {
        FileSpec spec = spec();
        try (PieceStore store = PieceStore.open(folder, spec)) {
            for (int number = 0; number < spec.pieces().count(); number++) {
                store.put(number, piece(spec.pieces(), number));
            }
            try (FileChannel channel = FileChannel.open(folder.resolve("file.bin.part"), StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 4L * PIECE);
            }
            assertThat(store.appear(ACTIVE)).isEqualTo(Appearance.DAMAGED);
            assertThat(target()).doesNotExist();
            assertThat(store.has(4)).isFalse();
            store.put(4, piece(spec.pieces(), 4));
            assertThat(store.appear(ACTIVE)).isEqualTo(Appearance.APPEARED);
        }
    }

    @Test
    void aRequestThatContradictsItselfIsNoted() throws IOException {
        FileSpec wrong = spec(spec().pieces(), Sha256.over(new byte[0]));
        try (PieceStore store = PieceStore.open(folder, wrong)) {
            for (int number = 0; number < wrong.pieces().count(); number++) {
                store.put(number, piece(wrong.pieces(), number));
            }
            assertThatThrownBy(() -> store.appear(ACTIVE)).hasMessageContaining("publish the file anew");
            assertThat(target()).doesNotExist();
        }
    }

    @Test
    void anEmptyFileIsCompleteAtOnce() throws IOException {
        PieceCutter.Cut cut = PieceCutter.cut(Files.createFile(folder.resolve("empty")), PIECE);
        try (PieceStore store = PieceStore.open(folder, spec(cut.pieces(), cut.digest()))) {
            assertThat(store.appear(ACTIVE)).isEqualTo(Appearance.APPEARED);
        }
        assertThat(target()).isEmptyFile();
    }

    @Test
    void piecesGrowWithTheFile() {
        assertThat(PieceCutter.usualPieceBytes(0)).isEqualTo(64 << 10);
        assertThat(PieceCutter.usualPieceBytes(32 << 20)).isEqualTo(64 << 10);
        assertThat(PieceCutter.usualPieceBytes((32 << 20) + (64 << 10))).isEqualTo(128 << 10);
        assertThat(PieceCutter.usualPieceBytes(1L << 30)).isEqualTo(1 << 20);
        assertThat(PieceCutter.usualPieceBytes(8L << 30)).isEqualTo(1 << 20);
        assertThat(PieceCutter.usualPieceBytes(20L << 30)).isEqualTo(4 << 20);
        assertThat(PieceCutter.usualPieceBytes(Pieces.MOST_FILE_BYTES)).isEqualTo(64 << 20);
    }
}
