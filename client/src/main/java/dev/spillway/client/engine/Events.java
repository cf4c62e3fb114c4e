/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Progress;
import dev.spillway.client.api.ProgressListener;
import java.nio.file.Path;

/** Calls a listener one call at a time, and survives what it throws. */
final class Events implements ProgressListener {
    private final ProgressListener listener;

    Events(ProgressListener listener) {
        this.listener = listener;
    }

    private synchronized void call(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            System.getLogger(Events.class.getName())
                    .log(System.Logger.Level.WARNING, "a progress listener failed; the download goes on", e);
        }
    }

    @Override
    public void progress(Progress progress) {
        call(() -> listener.progress(progress));
    }

    @Override
    public void event(String message) {
        call(() -> listener.event(message));
    }

    @Override
    public void received() {
        call(listener::received);
    }

    @Override
    public void finished(Path file, Progress progress) {
        call(() -> listener.finished(file, progress));
    }

    @Override
    public void failed(DownloadException failure) {
        call(() -> listener.failed(failure));
    }
}
