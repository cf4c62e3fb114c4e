/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.nio.file.Path;
import java.util.List;

/** A key and a certificate for the host of the tests, made for the occasion. */
final class TlsKeys {
    private static final String PASSWORD = "changeit";

    private TlsKeys() {}

    /** Makes them in the configuration of a Tomcat; gives the {@code <SSLHostConfig>} that uses them. */
    static String hostConfig(TomcatBase base) {
        Path keys = base.directory().resolve("conf/keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Programs.run(
                base.directory(),
                List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD));
        XmlElement certificate = new XmlElement("Certificate")
                .with("certificateKeystoreFile", keys.toString())
                .with("certificateKeystorePassword", PASSWORD);
        return new XmlElement("SSLHostConfig").around(certificate.toString());
    }
}
