/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Server certificates that the test makes itself, with the tool of the Java runtime. */
public final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path directory;

    public Certificates(Path directory) {
        this.directory = directory;
    }

    /**
     * A listening socket that speaks TLS with a certificate that signs itself.
     *
     * @param name of the host that the certificate is for
     * @param days for which it is good from the day before yesterday on
     */
    public ServerSocket listener(String name, int days) throws IOException, GeneralSecurityException {
        Path store = directory.resolve(name + days + ".p12");
        Shell.run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name,
                "-ext",
                "bc:c",
                "-startdate",
                "-2d",
                "-validity",
                Integer.toString(days),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD));
        KeyStore keys = keys(store);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static KeyStore keys(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    /** The certificate of a listener in PEM form, to be trusted. */
    public Path authority(String name, int days) throws IOException, GeneralSecurityException {
        byte[] certificate = keys(directory.resolve(name + days + ".p12"))
                .getCertificate("server")
                .getEncoded();
        return Files.writeString(
                directory.resolve(name + days + ".pem"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate)
                        + "\n-----END CERTIFICATE-----\n");
    }
}
