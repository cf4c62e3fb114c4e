/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

import java.io.IOException;

/** The proxy refused, or did not speak its protocol. */
public final class ProxyException extends IOException {
    private static final long serialVersionUID = 1L;

    ProxyException(String message) {
        super(message);
    }
}
