/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority made for the occasion, which certifies nodes at the loopback address. */
final class Authority {
    private static final String PASSWORD = "changeit";
    private static final String LOOPBACK = "san=ip:127.0.0.1";

    private final Path folder;
    private final Path keys;
    private final Path file;
    private final List<String> certified = new ArrayList<>();

    Authority(Path folder, String name) throws Exception {
        this.folder = folder;
        this.keys = folder.resolve(name + ".p12");
        this.file = folder.resolve(name + ".pem");
        generate(keys, "CN=" + name, "bc:c");
        keytool(keys, "-exportcert", "-rfc", "-file", file.toString());
    }

    /** Its own certificate, by which others trust it. */
    Path file() {
        return file;
    }

    /** Options of nodes of this host that it certifies, and which trust it; the same for all, as making keys takes a while. */
    synchronized List<String> certified() throws IOException {
        if (certified.isEmpty()) {
            certified.addAll(certificate("node", LOOPBACK));
            certified.add("tls.authorities=" + file);
        }
        return certified;
    }

    /**
     * A key and a certificate.
     *
     * @param node under whose name they are kept
     * @param subject an extension of the certificate that says whom it is for
     */
    List<String> certificate(String node, String subject) throws IOException {
        try {
            Path own = folder.resolve(node + ".p12");
            Path chain = folder.resolve(node + ".crt");
            Path asked = folder.resolve(node + ".csr");
            generate(own, "CN=" + node, subject);
            keytool(own, "-certreq", "-file", asked.toString());
            keytool(
                    keys,
                    "-gencert",
                    "-rfc",
                    "-ext",
                    subject,
                    "-infile",
                    asked.toString(),
                    "-outfile",
                    chain.toString());
            return List.of("tls.certificate=" + chain, "tls.key=" + key(own));
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IOException("no certificate for " + node, e);
        }
    }

    private static Path key(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        Key key = store.getKey("own", PASSWORD.toCharArray());
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return Files.writeString(Path.of(keys + ".key"), pem, StandardCharsets.US_ASCII);
    }

    private static void generate(Path keys, String name, String extension) throws IOException, InterruptedException {
        keytool(keys, "-genkeypair", "-keyalg", "EC", "-dname", name, "-ext", extension, "-validity", "2");
    }

    private static void keytool(Path keys, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-alias", "own", "-keystore", keys.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(command + " failed: " + output);
        }
    }
}
