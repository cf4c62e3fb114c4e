/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

/** Told when the measured window begins and ends, to read the figures of the server at the same moments. */
public interface WindowListener {
    /** Called on the thread of the run, between warm-up and window. */
    default void windowBegins() {}

    /** Called on the thread of the run at the end of the window, with all clients still at work. */
    default void windowEnds() {}
}
