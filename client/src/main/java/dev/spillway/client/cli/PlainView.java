/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Progress;
import dev.spillway.client.api.ProgressListener;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Lines for logs and pipes: what happens, and how far it is every few seconds. */
final class PlainView implements View {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream err;
    private final boolean quiet;
    private final boolean verbose;

    PlainView(PrintStream err, boolean quiet, boolean verbose) {
        this.err = err;
        this.quiet = quiet;
        this.verbose = verbose;
    }

    @Override
    public ProgressListener watch(String name, Commands commands) {
        return new Lines(name);
    }

    @Override
    public void close() {
        err.flush();
    }

    private final class Lines implements ProgressListener {
        private final String name;
        private long shownNanos = System.nanoTime();

        Lines(String name) {
            this.name = name;
        }

        @Override
        public void progress(Progress progress) {
            if (!quiet && System.nanoTime() - shownNanos > EVERY_NANOS) {
                shownNanos = System.nanoTime();
                err.println(name + ": " + Summary.of(progress));
            }
        }

        @Override
        public void event(String message) {
            if (verbose) {
                err.println(name + ": " + Text.clean(message));
            }
        }

        @Override
        public void finished(Path file, Progress progress) {
            if (!quiet) {
                err.println(file + ": " + Units.bytes((double) progress.done()));
            }
        }

        @Override
        public void failed(DownloadException failure) {
            err.println("spillway-get: " + name + ": " + Text.clean(failure.getMessage()));
        }
    }
}
