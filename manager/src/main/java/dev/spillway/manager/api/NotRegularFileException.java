/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** What was to be sent is not a regular file: opening a FIFO or a device could hang, and a directory has no bytes. */
public final class NotRegularFileException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    public NotRegularFileException(Path path) {
        super(path.toString(), null, "not a regular file");
    }
}
