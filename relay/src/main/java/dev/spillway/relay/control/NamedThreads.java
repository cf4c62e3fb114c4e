/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.control;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads with names, none of which keeps the process alive. */
public final class NamedThreads implements ThreadFactory {
    private final String name;
    private final AtomicInteger number = new AtomicInteger();

    public NamedThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
