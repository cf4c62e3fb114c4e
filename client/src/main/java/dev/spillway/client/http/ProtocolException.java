/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import java.io.IOException;

/** The server broke HTTP: what it sent cannot be relied on, and the connection is of no more use. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }
}
