/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the user wants of a running download (B6). Safe for use by any number of threads. */
public final class Control {
    private final Set<String> droppedServers = ConcurrentHashMap.newKeySet();
    private final Set<Integer> droppedLinks = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;
    private volatile boolean paused;
    private volatile Runnable interruption;

    /** The download shall end, and leave its partial file for another time. */
    public void cancel() {
        cancelled = true;
        interrupt();
    }

    /** All links shall end, or work shall go on. */
    public void pause(boolean wanted) {
        paused = wanted;
        interrupt();
    }

    /** Nothing more shall come from a server. */
    public void dropServer(String name) {
        droppedServers.add(name);
        interrupt();
    }

    /** A link shall end; what it has not fetched goes to others. */
    public void dropLink(int id) {
        droppedLinks.add(id);
    }

    /**
     * For a thread that waits and so cannot look at what the user wants.
     *
     * @param action ends the waiting; null if nobody waits any more
     */
    void interruptBy(Runnable action) {
        interruption = action;
    }

    private void interrupt() {
        Runnable action = interruption;
        if (action != null) {
            action.run();
        }
    }

    /** Whether the user has asked for anything that has to do with servers. */
    boolean wantsAttention() {
        return cancelled || paused || !droppedServers.isEmpty();
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isDropped(String server) {
        return droppedServers.contains(server);
    }

    boolean takeDroppedLink(int id) {
        return droppedLinks.remove(id);
    }
}
