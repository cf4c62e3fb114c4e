/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.Progress;
import dev.spillway.client.api.ProgressListener;
import dev.spillway.client.digest.Checksum;
import dev.spillway.client.metalink.Metalink;
import dev.spillway.client.metalink.MetalinkReader;
import dev.spillway.client.testing.Daemon;
import dev.spillway.client.testing.Ports;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One flipped byte on a mirror of a large file, behind real servers: found by the checksums of pieces, mended, and the mirror dropped (B3, B8). */
class CorruptMirrorIT {
    private static final int MIB = 1 << 20;
    private static final int SIZE_MIB = Integer.getInteger("spillway.corrupt.mib", 64);

    /** Neither in a place that samples are always taken from, nor at the end of a piece. */
    private static final long FLIPPED = (long) SIZE_MIB * MIB * 5 / 8 + 12_345;

    @TempDir
    private Path directory;

    private final List<String> hashes = new ArrayList<>();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private String whole;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(directory.resolve("good"));
        Files.createDirectories(directory.resolve("bad"));
        Path good = directory.resolve("good/file");
        Path bad = directory.resolve("bad/file");
        var digest = Checksum.Algorithm.SHA256.start();
        byte[] piece = new byte[MIB];
        SplittableRandom random = new SplittableRandom(17);
        try (FileChannel one = create(good);
                FileChannel other = create(bad)) {
            for (int i = 0; i < SIZE_MIB; i++) {
                random.nextBytes(piece);
                digest.update(piece);
                hashes.add(HexFormat.of()
                        .formatHex(Checksum.Algorithm.SHA256.start().digest(piece)));
                one.write(ByteBuffer.wrap(piece));
                other.write(ByteBuffer.wrap(piece));
            }
        }
        whole = HexFormat.of().formatHex(digest.digest());
        try (RandomAccessFile file = new RandomAccessFile(bad.toFile(), "rw")) {
            file.seek(FLIPPED);
            int old = file.read();
            file.seek(FLIPPED);
            file.write(old ^ 1);
        }
    }

    private static FileChannel create(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Test
    void aFlippedByteIsFoundAndMended() throws Exception {
        int goodPort = Ports.free();
        int badPort = Ports.free();
        // The good one is slow, so that most of the file, and the flipped byte with it, comes from the bad one.
        String servers = "server { listen 127.0.0.1:" + goodPort + "; root " + directory.resolve("good")
                + "; limit_rate " + Math.max(SIZE_MIB / 8, 2) + "m; }\n"
                + "server { listen 127.0.0.1:" + badPort + "; root " + directory.resolve("bad") + "; }\n";
        Path output = directory.resolve("output");
        try (Daemon nginx = Daemon.nginx(directory.resolve("nginx"), servers, List.of(), goodPort);
                DownloadClient client = new DownloadClient(
                        DownloadOptions.builder().adaptive(false).build())) {
            assertThat(nginx.isAlive()).isTrue();
            Metalink metalink = metalink(goodPort, badPort);
            Download.builder(client, metalink.locations().get(0))
                    .metalink(metalink)
                    .output(output)
                    .listener(new Recorder())
                    .build()
                    .run();
        }
        assertThat(Files.mismatch(output, directory.resolve("good/file"))).isEqualTo(-1);
        assertThat(events).anyMatch(event -> event.contains("do not fit their checksum: fetched again"));
        assertThat(events)
                .contains("http://127.0.0.1:" + badPort + " dropped: it sent bytes that do not fit their checksum");
    }

    private Metalink metalink(int goodPort, int badPort) throws IOException {
        StringBuilder xml =
                new StringBuilder("<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\"><file name=\"file\">");
        xml.append("<size>").append((long) SIZE_MIB * MIB).append("</size>");
        xml.append("<hash type=\"sha-256\">").append(whole).append("</hash>");
        xml.append("<pieces type=\"sha-256\" length=\"").append(MIB).append("\">");
        hashes.forEach(hash -> xml.append("<hash>").append(hash).append("</hash>"));
        xml.append("</pieces>");
        xml.append("<url priority=\"1\">http://127.0.0.1:").append(goodPort).append("/file</url>");
        xml.append("<url priority=\"2\">http://127.0.0.1:").append(badPort).append("/file</url>");
        xml.append("</file></metalink>");
        return MetalinkReader.read(xml.toString().getBytes(StandardCharsets.UTF_8))
                .get(0);
    }

    private final class Recorder implements ProgressListener {
        @Override
        public void event(String message) {
            events.add(message);
        }

        @Override
        public void finished(Path file, Progress progress) {
            progress.servers()
                    .forEach(server -> System.out.println(server.name() + " gave " + server.bytes() + " bytes"));
        }
    }
}
