/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/** Starts threads for links: virtual ones where the Java runtime has them (21 and later), platform threads elsewhere. */
public final class Threads {
    private static final int FIRST_WITH_VIRTUAL = 21;
    private static final Optional<Method> START_VIRTUAL = find();

    private Threads() {}

    private static Optional<Method> find() {
        if (Runtime.version().feature() < FIRST_WITH_VIRTUAL) {
            return Optional.empty();
        }
        try {
            return Optional.of(Thread.class.getMethod("startVirtualThread", Runnable.class));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("this Java runtime has no virtual threads", e);
        }
    }

    /** Starts a thread that does not keep the process alive. */
    public static Thread start(String name, Runnable task) {
        if (START_VIRTUAL.isPresent()) {
            try {
                return (Thread) START_VIRTUAL.get().invoke(null, task);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("this Java runtime does not start virtual threads", e);
            }
        }
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
