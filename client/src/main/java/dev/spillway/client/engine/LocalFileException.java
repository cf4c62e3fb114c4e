/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import java.io.IOException;

/** The local file failed, not a server. */
final class LocalFileException extends IOException {
    private static final long serialVersionUID = 1L;

    LocalFileException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
