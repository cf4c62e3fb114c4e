/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies and the guard in a real Tomcat, behind a {@code RemoteIpValve} (A2). */
@EachTomcat
class PoliciesIT {
    private static final String FROM_OUTSIDE = "X-Forwarded-For: 203.0.113.9";
    private static final String FROM_INSIDE = "X-Forwarded-For: 198.51.100.7";

    private static SampleFiles samples;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        TomcatBase base = TomcatBase.of(version).shortLived();
        base.inEngine(new XmlElement("Valve").with("className", "org.apache.catalina.valves.RemoteIpValve"));
        base.valve(
                "guard",
                "network(deny=203.0.113.0/24 paths=/guarded/**)",
                "policies",
                "network(deny=203.0.113.0/24 paths=/slow/**) header(name=X-Token paths=/token/** onRefusal=403)");
        base.app("ROOT")
                .file("guarded/page.html", "page")
                .link("guarded/big.bin", samples.random("guarded.bin", 2 * SampleFiles.MIB))
                .link("slow/big.bin", samples.random("slow.bin", 2 * SampleFiles.MIB))
                .link("token/big.bin", samples.random("token.bin", 2 * SampleFiles.MIB));
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    private static RawResponse get(String path, String... headerLines) {
        return RawHttpClient.get(tomcat.port(), path, headerLines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/guarded/big.bin", "/guarded/page.html", "/guarded/nothing", "/x/../guarded/big.bin"})
    void guardRefusesBeforeAnythingIsSent(String path) {
        RawResponse response = Takeovers.byTomcat(tomcat, () -> get(path, FROM_OUTSIDE));
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.text()).contains("403").doesNotContain("page");
    }

    /** A range below {@code minSize} is none of the manager's, and must not be a way around. */
    @Test
    void guardRefusesSmallRangesToo() {
        assertThat(get("/guarded/big.bin", FROM_OUTSIDE, "Range: bytes=0-9").status())
                .isEqualTo(403);
    }

    @Test
    void guardLetsOthersIn() {
        assertThat(Takeovers.byManager(tomcat, () -> get("/guarded/big.bin", FROM_INSIDE))
                        .body())
                .hasSize(2 * SampleFiles.MIB);
    }

    @ParameterizedTest
    @CsvSource({"X-Forwarded-For: 203.0.113.9, false", "X-Forwarded-For: 198.51.100.7, true"})
    void policyDecidesWhoSends(String headerLine, boolean isByManager) {
        RawResponse response = isByManager
                ? Takeovers.byManager(tomcat, () -> get("/slow/big.bin", headerLine))
                : Takeovers.byTomcat(tomcat, () -> get("/slow/big.bin", headerLine));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).hasSize(2 * SampleFiles.MIB);
    }

    @Test
    void policyRefusesWithItsStatus() {
        RawResponse refused = Takeovers.byTomcat(tomcat, () -> get("/token/big.bin"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.head().first("ETag")).isEmpty();
        assertThat(Takeovers.byManager(tomcat, () -> get("/token/big.bin", "X-Token: any"))
                        .status())
                .isEqualTo(200);
    }
}
