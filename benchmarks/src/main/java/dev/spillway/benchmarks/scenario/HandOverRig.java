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
import dev.spillway.process.client.LogOpener;
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

/** A manager without Tomcat, and connections that go to it, and come back or are closed there. */
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
            manager = RemoteManager.start(manager, settings, LogOpener.NONE);
        }
        return new HandOverRig(manager, file);
    }

    /**
     * Hands over for some time, so many at once.
     *
     * @param isKept whether each client has one connection, which comes back each time, or a new one for each hand-over
     */
    Result run(int atOnce, boolean isKept, Duration duration) {
        long startNanos = System.nanoTime();
        long endNanos = startNanos + duration.toNanos();
        List<CompletableFuture<List<Long>>> clients = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            CompletableFuture<List<Long>> client = new CompletableFuture<>();
            clients.add(client);
            new Thread(() -> complete(client, isKept, endNanos), "client-" + i).start();
        }
        long[] nanos = clients.stream()
                .flatMap(client -> client.join().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return new Result(nanos, Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private void complete(CompletableFuture<List<Long>> client, boolean isKept, long endNanos) {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            List<Long> nanos = new ArrayList<>();
            while (System.nanoTime() < endNanos) {
                try (SocketChannel near = SocketChannel.open(server.getLocalAddress())) {
                    SocketChannel far = server.accept();
                    far.configureBlocking(false);
                    if (isKept) {
                        try (far) {
                            handOverAgainAndAgain(near, far, endNanos, nanos);
                        }
                    } else {
                        nanos.add(handOverToBeClosed(near, far)); // by the manager, and by nobody else
                    }
                }
            }
            client.complete(nanos);
        } catch (IOException | RuntimeException e) {
            client.completeExceptionally(new CompletionException(e));
        }
    }

    private void handOverAgainAndAgain(SocketChannel near, SocketChannel far, long endNanos, List<Long> nanos)
            throws IOException {
        Semaphore returned = new Semaphore(0);
        SocketReturn giveBack = sentAhead -> {
            returned.release();
            return SocketReturn.Answer.TAKEN;
        };
        ByteBuffer received = ByteBuffer.allocate(length);
        while (System.nanoTime() < endNanos) {
            long startNanos = System.nanoTime();
            handOver(far, Optional.of(giveBack));
            receive(near, received.clear());
            nanos.add(System.nanoTime() - startNanos);
            returned.acquireUninterruptibly();
        }
    }

    private long handOverToBeClosed(SocketChannel near, SocketChannel far) throws IOException {
        long startNanos = System.nanoTime();
        handOver(far, Optional.empty());
        receive(near, ByteBuffer.allocate(length));
        long nanos = System.nanoTime() - startNanos;
        if (near.read(ByteBuffer.allocate(1)) >= 0) {
            throw new IOException("the connection was not closed");
        }
        return nanos;
    }

    private static void receive(SocketChannel near, ByteBuffer received) throws IOException {
        while (received.hasRemaining()) {
            if (near.read(received) < 0) {
                throw new IOException("the connection was closed");
            }
        }
    }

    private void handOver(SocketChannel socket, Optional<SocketReturn> giveBack) {
        try {
            SourceFile source = manager.open(file);
            Segment all = new FileRegion(0, length);
            Transfer transfer = new Transfer(source, List.of(all));
            if (!(manager.admit(source, Terms.NONE) instanceof Place place)) {
                throw new IllegalStateException("no place");
            }
            place.begin(transfer, TransferListener.NONE).start(new ClientSocket(socket, Optional.empty()), giveBack);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        manager.stop(Duration.ofSeconds(5));
    }
}
