/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Progress;
import dev.spillway.client.api.ProgressListener;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to fetch one of the files of a list. It ends when the bytes are there, not when the disk has them, so that the line is not idle while the disk is at
 * work.
 */
final class Slot implements ProgressListener, AutoCloseable {
    private final Semaphore all;
    private final ProgressListener view;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Slot(Semaphore all, ProgressListener view) {
        this.all = all;
        this.view = view;
    }

    /** Waits until it is free. */
    static Slot take(Semaphore all, ProgressListener view) throws InterruptedException {
        all.acquire();
        return new Slot(all, view);
    }

    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            all.release();
        }
    }

    @Override
    public void received() {
        close();
    }

    @Override
    public void progress(Progress progress) {
        view.progress(progress);
    }

    @Override
    public void event(String message) {
        view.event(message);
    }

    @Override
    public void finished(Path file, Progress progress) {
        view.finished(file, progress);
    }

    @Override
    public void failed(DownloadException failure) {
        view.failed(failure);
    }
}
