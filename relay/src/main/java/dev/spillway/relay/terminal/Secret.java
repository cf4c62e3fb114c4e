/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** By which a terminal proves who it is, in a file that nobody else may read. */
final class Secret {
    private static final int BYTES = 32;

    private Secret() {}

    /** Reads it, or makes one. */
    static String open(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[BYTES];
            new SecureRandom().nextBytes(fresh);
            Path working = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(working);
            Files.createFile(
                    working, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(working, HexFormat.of().formatHex(fresh));
            Files.move(working, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }
}
