/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.send;

import java.io.IOException;

/** The file is no longer the one that was announced to the client. */
public final class FileChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    FileChangedException(long position, long size) {
        super("the file ends at " + size + ", before position " + position);
    }

    public FileChangedException() {
        super("the file was overwritten");
    }
}
