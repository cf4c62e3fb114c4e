/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Failure;
import dev.spillway.client.store.PartialFile;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that forces the file to the disk now and then and checks pieces, so that neither holds up a link or the direction of the transfer. */
final class Keeper {
    private static final long PIECE_MILLIS = 200;
    private static final long CHECKPOINT_NANOS = 1_000_000_000L;
    private static final long CHECKPOINT_BYTES = 16 << 20;

    private final Transfer transfer;
    private final PartialFile file;
    private final Optional<PieceCheck> pieces;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Thread thread;
    private long checkpointNanos = System.nanoTime();
    private long checkpointBytes;

    Keeper(Transfer transfer, PartialFile file, Optional<PieceCheck> pieces) {
        this.transfer = transfer;
        this.file = file;
        this.pieces = pieces;
    }

    void start() {
        thread = new Thread(this::run, "spillway-keeper");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stopped.await(PIECE_MILLIS, TimeUnit.MILLISECONDS)) {
                if (pieces.isPresent()) {
                    pieces.get().check();
                }
                checkpointIfDue();
            }
        } catch (IOException e) {
            transfer.fail(new DownloadException(Failure.LOCAL_FILE, e.getMessage(), e));
        } catch (DownloadException e) {
            transfer.fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkpointIfDue() throws IOException {
        long done = transfer.plan().done();
        long grown = Math.abs(done - checkpointBytes);
        boolean old = System.nanoTime() - checkpointNanos > CHECKPOINT_NANOS;
        if (grown > CHECKPOINT_BYTES || (old && grown > 0)) {
            file.checkpoint();
            checkpointNanos = System.nanoTime();
            checkpointBytes = done;
        }
    }

    /** Ends the thread, if it was started; on return it does not touch the file any more. */
    void stop() throws InterruptedException {
        stopped.countDown();
        if (thread != null) {
            thread.join();
        }
    }
}
