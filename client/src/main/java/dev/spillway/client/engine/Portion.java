/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import java.util.concurrent.locks.ReentrantLock;

/** A part of the file that one worker fetches. Guarded by the plan that it belongs to. */
final class Portion {
    final Worker worker;
    final long start;
    final long beginNanos = System.nanoTime();

    /** Held while bytes are written and noted, so that a portion is not taken back in between. Before the lock of the plan, never after it. */
    final ReentrantLock writing = new ReentrantLock();

    /** Offset behind the last byte that the worker has received; another worker can only take over what is behind it. */
    long received;

    /** Offset behind the last byte that is in the file. */
    long written;

    /** Offset behind the last byte; shrinks when another worker takes over the end. */
    long end;

    /** The plan has taken the bytes back: what is still received for it does not count. */
    boolean revoked;

    Portion(Worker worker, long start, long end) {
        this.worker = worker;
        this.start = start;
        this.received = start;
        this.written = start;
        this.end = end;
    }
}
