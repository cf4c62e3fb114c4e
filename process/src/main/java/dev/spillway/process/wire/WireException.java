/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import java.io.IOException;

/** The peer said something that makes no sense: the connection is of no more use. */
public final class WireException extends IOException {
    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message);
    }
}
