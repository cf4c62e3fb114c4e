/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.io.IOException;

/** The file is no longer the one that was announced to the client. */
final class FileChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    FileChangedException(long position, long size) {
        super("the file ends at " + size + ", before position " + position);
    }

    FileChangedException() {
        super("the file was overwritten");
    }
}
