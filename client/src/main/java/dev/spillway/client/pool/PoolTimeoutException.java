/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

import java.io.IOException;

/** No socket became free in time. */
public final class PoolTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    PoolTimeoutException(String message) {
        super(message);
    }
}
