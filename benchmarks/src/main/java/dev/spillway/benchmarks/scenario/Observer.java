/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.load.LoadResult;
import dev.spillway.benchmarks.load.WindowListener;
import dev.spillway.benchmarks.peer.RunningPeer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads the figures of the server at the begin and the end of the window. */
final class Observer implements WindowListener {
    private final RunningPeer peer;
    private double cpuSeconds;
    private long beginNanos;
    private double cores;
    private long residentBytes;
    private int threads;

    Observer(RunningPeer peer) {
        this.peer = peer;
    }

    @Override
    public void windowBegins() {
        try {
            cpuSeconds = peer.tree().cpuSeconds();
            beginNanos = System.nanoTime();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void windowEnds() {
        try {
            cpuSeconds = peer.tree().cpuSeconds() - cpuSeconds;
            cores = cpuSeconds / ((System.nanoTime() - beginNanos) / 1e9);
            threads = peer.tree().threads();
            residentBytes = peer.residentBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Observed observed(LoadResult result) {
        return new Observed(result, cpuSeconds, cores, residentBytes, threads);
    }
}
