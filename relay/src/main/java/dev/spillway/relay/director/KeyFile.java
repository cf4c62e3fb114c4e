/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.request.RequestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** The keys of a main server, in a file that nobody else may read: the private one (PKCS #8) and the public one (X.509), each base64 on a line. */
final class KeyFile {
    private KeyFile() {}

    /**
     * Reads the keys, or makes them.
     *
     * @throws IOException if the file cannot be read or written, or holds something else
     */
    static KeyPair open(Path file) throws IOException {
        if (!Files.exists(file)) {
            write(file, RequestSigner.newKeys());
        }
        List<String> lines = Files.readAllLines(file);
        try {
            byte[] own = Base64.getDecoder().decode(lines.get(0));
            return new KeyPair(
                    RequestSigner.publicKey(lines.get(1)),
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(own)));
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException(
                    file + " does not hold the keys of a main server; remove it to have new ones made", e);
        }
    }

    private static void write(Path file, KeyPair keys) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(
                fresh,
                List.of(
                        Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()),
                        RequestSigner.text(keys.getPublic())));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
