/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spillway.process.descriptor.Descriptors;
import dev.spillway.process.descriptor.MessageSocket;
import dev.spillway.process.wire.Frame;
import dev.spillway.process.wire.Hello;
import dev.spillway.process.wire.SampleFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever comes, with whatever: the manager keeps no descriptor, says little, and goes on. */
class HostilePeersIT {
    private static final int FRAMES = 100_000;
    private static final String CLIENT = """
            import java.net.*;
            import java.nio.*;
            import java.nio.channels.*;
            class Client {
                public static void main(String[] path) throws Exception {
                    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path[0]));
                    System.exit(channel.read(ByteBuffer.allocate(1)) < 0 ? 0 : 1);
                }
            }
            """;

    @TempDir
    private Path directory;

    private RealManager manager;
    private long descriptorsBefore;

    @BeforeEach
    void start() throws IOException {
        manager = RealManager.start(directory);
        goodPeerIsGreeted();
        descriptorsBefore = manager.descriptorCount();
    }

    @AfterEach
    void stop() {
        manager.close();
    }

    private void goodPeerIsGreeted() throws IOException {
        try (SocketChannel channel = manager.connect()) {
            channel.write(new Hello("test", "", false).toBytes().orElseThrow());
            assertThat(RealManager.receive(channel)).isInstanceOf(Hello.class);
        }
    }

    /** Lines of the log that are warnings or worse. */
    private long complaints() throws IOException {
        return manager.console()
                .lines()
                .filter(line -> line.startsWith("WARNING") || line.startsWith("SEVERE"))
                .count();
    }

    private void nothingIsLeft() throws IOException {
        assertThat(manager.isAlive()).as(manager.console()).isTrue();
        goodPeerIsGreeted();
        await("descriptors are back")
                .atMost(RealManager.DEADLINE)
                .until(() -> manager.descriptorCount() <= descriptorsBefore);
    }

    /** Frames with descriptors of a file where a socket should be and any number of them, changed, cut off and mixed. */
    @Test
    void fuzzedFramesLeaveNothingBehind() throws Exception {
        Random random = new Random(3);
        long start = System.nanoTime();
        int sent = 0;
        while (sent < FRAMES) {
            sent += sendUntilRefused(random);
        }
        nothingIsLeft();
        long seconds = 1 + (System.nanoTime() - start) / 1_000_000_000;
        assertThat(complaints()).as("one line a second at most").isBetween(1L, seconds + 1);
    }

    private int sendUntilRefused(Random random) throws IOException {
        Descriptors descriptors = RealManager.descriptors();
        try (SocketChannel channel = manager.connect();
                FileChannel file = FileChannel.open(Path.of("/proc/self/status"))) {
            channel.configureBlocking(false);
            MessageSocket socket = new MessageSocket(descriptors.of(channel));
            ByteBuffer bytes = ByteBuffer.allocateDirect(64 << 10);
            bytes.put(new Hello("fuzz", "", false).toBytes().orElseThrow());
            int frames = 50 + random.nextInt(100);
            for (int i = 0; i < frames; i++) {
                put(bytes, random);
            }
            int handed = random.nextInt(4) == 0 ? random.nextInt(MessageSocket.MAX_DESCRIPTORS) : random.nextInt(9);
            socket.send(bytes.flip(), Collections.nCopies(handed, descriptors.of(file)));
            return frames;
        }
    }

    private static void put(ByteBuffer bytes, Random random) {
        List<Frame> samples = SampleFrames.ALL;
        Frame frame = samples.get(random.nextInt(samples.size()));
        if (frame instanceof Frame.Retire) {
            return; // does what it says
        }
        ByteBuffer sound = frame.toBytes().orElseThrow();
        for (int changes = random.nextInt(100) == 0 ? 1 : 0; changes > 0; changes--) {
            sound.put(random.nextInt(sound.limit()), (byte) random.nextInt());
        }
        if (bytes.remaining() > sound.limit() && (sound.get(4) != 14 || sound.limit() > 5)) {
            bytes.put(sound);
        }
    }

    @Test
    void anotherVersionIsToldSo() throws Exception {
        ByteBuffer hello = new Hello("test", "", false).toBytes().orElseThrow();
        hello.putShort(9, (short) 77);
        try (SocketChannel channel = manager.connect()) {
            channel.write(hello);
            assertThat(RealManager.receive(channel))
                    .isInstanceOfSatisfying(
                            Frame.Refused.class,
                            refused -> assertThat(refused.reason())
                                    .contains("version 1")
                                    .contains("77"));
            assertThat(channel.read(ByteBuffer.allocate(1))).as("and closed").isEqualTo(-1);
        }
        nothingIsLeft();
    }

    @Test
    void clientOfAnotherUserIsTurnedAway() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "SKIPPED: only root can become another user");
        // As if somebody had opened the door: now the check of the peer is all there is.
        for (Path path = directory; path != null; path = path.getParent()) {
            if (!Files.getPosixFilePermissions(path).containsAll(PosixFilePermissions.fromString("--x--x--x"))) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        Files.setPosixFilePermissions(manager.socket().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(manager.socket(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Path client = Files.writeString(directory.resolve("Client.java"), CLIENT);
        Process nobody = new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        client.toString(),
                        manager.socket().toString())
                .inheritIO()
                .start();
        assertThat(nobody.waitFor())
                .as("the connection is closed without a word")
                .isZero();
        nothingIsLeft();
        assertThat(complaints()).isEqualTo(1);
        assertThat(manager.console()).contains("another user is turned away");
    }
}
