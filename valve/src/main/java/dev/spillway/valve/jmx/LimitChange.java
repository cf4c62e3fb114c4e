/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.Limits;
import java.util.function.UnaryOperator;

/** Changes some of the limits of a manager, wherever that is asked for: two changes at once must not undo each other. */
public final class LimitChange {
    private LimitChange() {}

    /**
     * Has other limits hold.
     *
     * @param change makes the limits out of those that hold now
     * @throws IllegalArgumentException if they can't be
     */
    public static void apply(DownloadManager manager, UnaryOperator<Limits> change) {
        synchronized (manager) {
            manager.setLimits(change.apply(manager.limits()));
        }
    }
}
