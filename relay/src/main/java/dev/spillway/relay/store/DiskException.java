/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.store;

import java.io.IOException;

/** The disk did not take what came: nobody's fault but ours, and no reason to ask another upstream. */
public final class DiskException extends IOException {
    private static final long serialVersionUID = 1;

    DiskException(String file, IOException cause) {
        super(file + " cannot be written: " + cause.getMessage(), cause);
    }
}
