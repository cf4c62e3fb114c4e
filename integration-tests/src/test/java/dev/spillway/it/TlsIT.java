/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** TLS by the JDK. */
@EachTomcat
class TlsIT extends TlsCases {
    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        start(TomcatBase.of(version), new XmlElement("Connector"));
    }

    /** OpenSSL, as Tomcat sets it up, declines that. */
    @Test
    void clientOfTheOlderVersionRenegotiatesInTheMiddle() throws IOException {
        startsHandshakeInTheMiddle("TLSv1.2");
    }
}
