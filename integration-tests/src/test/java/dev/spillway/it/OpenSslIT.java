/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** TLS by OpenSSL, which Tomcat calls without any native code of its own on Java 22 and later. */
@EachTomcat
class OpenSslIT extends TlsCases {
    private static final int FIRST_JAVA = 22;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        Optional<Path> jre = Jdks.atLeast(FIRST_JAVA);
        assumeThat(jre)
                .as("NOT TESTED: TLS by OpenSSL needs a Java " + FIRST_JAVA + " or later beside the one of the tests")
                .isPresent();
        TomcatBase base = TomcatBase.of(version).jre(jre.get()).jvmOption("--enable-native-access=ALL-UNNAMED");
        base.inServer(
                new XmlElement("Listener").with("className", "org.apache.catalina.core.OpenSSLLifecycleListener"));
        start(
                base,
                new XmlElement("Connector")
                        .with(
                                "sslImplementationName",
                                "org.apache.tomcat.util.net.openssl.panama.OpenSSLImplementation"));
    }

    @Test
    void itIsOpenSsl() {
        assertThat(tomcat().log()).contains("OpenSSL successfully initialized");
    }
}
