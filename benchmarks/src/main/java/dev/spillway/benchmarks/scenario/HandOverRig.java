/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SocketReturn;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferListener;
import dev.spillway.manager.core.EmbeddedManager;
import dev.spillway.process.client.RemoteManager;
import dev.spillway.process.client.RemoteSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/** A manager without Tomcat, and connections that go to it and come back. */
final class HandOverRig implements AutoCloseable {
    private final DownloadManager manager;
    private final Path file;
    private final int length;

    private HandOverRig(DownloadManager manager, Path file) throws IOException {
        this.manager = manager;
        this.file = file;
        length = (int) Files.size(file);
    }

    /**
     * What was measured.
     *
     * @param nanos that each hand-over took until the client had everything, in order
     * @param duration of the whole
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Result(long[] nanos, Duration duration) {
        double perSecond() {
            return nanos.length / (duration.toNanos() / 1e9);
        }

        double millisAt(double quantile) {
            return nanos[(int) ((nanos.length - 1) * quantile)] / 1e6;
        }
    }

    static HandOverRig open(boolean isProcess, Path file) throws IOException {
        ManagerConfig config = ManagerConfig.defaults();
        DownloadManager manager = EmbeddedManager.start(config);
        if (isProcess) {
            Path folder = Files.createTempDirectory("hand-over");
            RemoteSettings settings = new RemoteSettings(
                    folder.resolve("spillway").resolve("manager"),
                    1,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    config,
                    folder.resolve("console"),
                    System.getProperty("java.class.path"));
            manager = RemoteManager.start(manager, settings, Optional::empty);
        }
        return new HandOverRig(manager, file);
    }

    /** Hands over for some time, so many at once. */
    Result run(int atOnce, Duration duration) {
        long startNanos = System.nanoTime();
        long endNanos = startNanos + duration.toNanos();
        List<CompletableFuture<List<Long>>> clients = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            CompletableFuture<List<Long>> client = new CompletableFuture<>();
            clients.add(client);
            new Thread(() -> complete(client, endNanos), "client-" + i).start();
        }
        long[] nanos = clients.stream()
                .flatMap(client -> client.join().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return new Result(nanos, Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private void complete(CompletableFuture<List<Long>> client, long endNanos) {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel near = SocketChannel.open(server.getLocalAddress());
                    SocketChannel far = server.accept()) {
                far.configureBlocking(false);
                client.complete(handOverAgainAndAgain(near, far, endNanos));
            }
        } catch (IOException | RuntimeException e) {
            client.completeExceptionally(new CompletionException(e));
        }
    }

    private List<Long> handOverAgainAndAgain(SocketChannel near, SocketChannel far, long endNanos) throws IOException {
        List<Long> nanos = new ArrayList<>();
        ByteBuffer received = ByteBuffer.allocate(length);
        Semaphore returned = new Semaphore(0);
        SocketReturn giveBack = sentAhead -> {
            returned.release();
            return SocketReturn.Answer.TAKEN;
        };
        while (System.nanoTime() < endNanos) {
            long startNanos = System.nanoTime();
            handOver(far, giveBack);
            received.clear();
            while (received.hasRemaining()) {
                if (near.read(received) < 0) {
                    throw new IOException("the connection was closed");
                }
            }
            nanos.add(System.nanoTime() - startNanos);
            returned.acquireUninterruptibly();
        }
        return nanos;
    }

    private void handOver(SocketChannel socket, SocketReturn giveBack) {
        try {
            SourceFile source = manager.open(file);
            Segment all = new FileRegion(0, length);
            Transfer transfer = new Transfer(source, List.of(all));
            if (!(manager.admit(source, Terms.NONE) instanceof Place place)) {
                throw new IllegalStateException("no place");
            }
            place.begin(transfer, TransferListener.NONE)
                    .start(new ClientSocket(socket, Optional.empty()), Optional.of(giveBack));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        manager.stop(Duration.ofSeconds(5));
    }
}
