/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

import dev.spillway.manager.order.Timers;

/** A thread on which downloads are sent, as far as limits need to know of it. */
public interface Worker {
    /** Has something done on the thread, soon; or never, once it has ended. Safe for use by any thread. */
    void execute(Runnable task);

    /** The deadlines of the thread. To be used on it. */
    Timers timers();
}
