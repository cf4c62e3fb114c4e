/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

/** The end of a test class: everything is closed, also what comes after a thing that could not be. */
final class Closing {
    private Closing() {}

    /** Closes in the given order; what has not been made, because an earlier step failed, is left out. */
    static void all(AutoCloseable... resources) {
        RuntimeException failure = null;
        for (AutoCloseable resource : resources) {
            try {
                if (resource != null) {
                    resource.close();
                }
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("Could not close everything");
                }
                failure.addSuppressed(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
