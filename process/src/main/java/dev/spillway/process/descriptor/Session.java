/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.descriptor;

import jnr.posix.POSIXFactory;

/** The session of a process: who gets the signals of a terminal and of a shell that ends (setsid(2)). */
public final class Session {
    private Session() {}

    /** Has this process go its own way, whatever happens to the one that started it. */
    public static void begin() {
        POSIXFactory.getNativePOSIX().setsid();
    }
}
