/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import static org.awaitility.Awaitility.await;

import dev.spillway.process.descriptor.Descriptors;
import dev.spillway.process.wire.Frame;
import dev.spillway.process.wire.FrameReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A manager process that a test has started, and that is gone when this is closed. */
public final class RealManager implements AutoCloseable {
    /** Long enough for anything that does happen. */
    public static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Process process;
    private final Path socket;
    private final Path console;

    private RealManager(Process process, Path socket, Path console) {
        this.process = process;
        this.socket = socket;
        this.console = console;
    }

    /** Starts one whose socket is in a folder of its own, and waits until it listens. */
    public static RealManager start(Path directory, String... options) throws IOException {
        RealManager manager = launch(directory, options);
        await("the manager listens").atMost(DEADLINE).until(() -> Files.exists(manager.socket) || !manager.isAlive());
        await("the manager answers").atMost(DEADLINE).until(manager::answers);
        return manager;
    }

    /** Starts one without waiting for anything. */
    static RealManager launch(Path directory, String... options) throws IOException {
        Path socket = directory.resolve("spillway").resolve("manager");
        Path console = directory.resolve("console");
        List<String> arguments = new ArrayList<>(List.of("--socket", socket.toString()));
        arguments.addAll(List.of(options));
        Process process = ManagerCommand.start(
                System.getProperty("java.class.path"),
                arguments,
                Redirect.from(Path.of("/dev/null").toFile()),
                Redirect.appendTo(console.toFile()));
        return new RealManager(process, socket, console);
    }

    private boolean answers() throws IOException {
        try (SocketChannel channel = connect()) {
            return channel.isConnected();
        } catch (IOException e) {
            if (!isAlive()) {
                throw new IOException("the manager has ended; it said: " + console(), e);
            }
            return false;
        }
    }

    /** A connection to it. */
    public SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    /** The next frame that a manager says on a connection, or null if it closes instead. */
    static Frame receive(SocketChannel channel) throws IOException {
        FrameReader reader = new FrameReader();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 10);
        Frame frame = null;
        while (frame == null && channel.read(buffer) >= 0) {
            reader.add(buffer.flip());
            buffer.clear();
            frame = reader.next();
        }
        return frame;
    }

    /** What this JVM knows its descriptors by. */
    static Descriptors descriptors() {
        return Descriptors.find().orElseThrow();
    }

    Path socket() {
        return socket;
    }

    Process process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has said. */
    public String console() throws IOException {
        return Files.readString(console);
    }

    /** The number of descriptors that it has open. */
    public long descriptorCount() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return open.count();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
