/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.send;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Transfer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A head and a region of a file through the queue into a socket of the loopback, and out of it by the same thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SendQueueBenchmark {
    private static final int TURN_BYTES = 1 << 20;

    /** Length of the region in bytes. */
    @Param({"4096", "1048576"})
    public int regionBytes;

    private final ByteBuffer received = ByteBuffer.allocateDirect(256 << 10);
    private Path path;
    private Transfer transfer;
    private SocketChannel server;
    private Sink sink;
    private SocketChannel client;

    @Setup
    public void connect() throws IOException {
        path = Files.write(Files.createTempFile("send-queue", ".bin"), new byte[regionBytes]);
        HotFile file = new HotFile(path, FileChannel.open(path), regionBytes);
        transfer =
                new Transfer(file, List.of(new Segment.Bytes(new byte[300]), new Segment.FileRegion(0, regionBytes)));
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client = SocketChannel.open(listener.getLocalAddress());
            server = listener.accept();
        }
        server.configureBlocking(false);
        sink = new PlainSink(server);
        client.configureBlocking(false);
    }

    @TearDown
    public void close() throws IOException {
        server.close();
        client.close();
        transfer.file().channel().close();
        Files.delete(path);
    }

    /** One answer. */
    @Benchmark
    public long send() throws IOException {
        SendQueue queue = new SendQueue(transfer);
        long left = queue.remaining();
        while (left > 0) {
            queue.writeTo(sink, TURN_BYTES);
            left -= Math.max(0, client.read(received.clear()));
        }
        return queue.remaining();
    }

    private record HotFile(Path path, FileChannel channel, long size) implements SourceFile {
        @Override
        public Instant lastModified() {
            return Instant.EPOCH;
        }

        @Override
        public Optional<Object> fileKey() {
            return Optional.empty();
        }

        @Override
        public boolean isOverwritten() {
            return false;
        }

        @Override
        public void close() {
            // The channel is closed with the benchmark.
        }
    }
}
