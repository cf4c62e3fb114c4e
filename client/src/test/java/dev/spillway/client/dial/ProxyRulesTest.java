/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyRulesTest {
    @Test
    void theEnvironmentDecides() {
        ProxyRules rules = ProxyRules.fromEnvironment(Map.of(
                "http_proxy", "http://user:pw@proxy:3128",
                "HTTPS_PROXY", "socks5://[::1]:1080",
                "no_proxy", "internal, .example.org,10.0.0.1"));
        assertThat(rules.proxyFor("host", false).orElseThrow()).hasToString("http://proxy:3128");
        assertThat(rules.proxyFor("host", true).orElseThrow().host()).isEqualTo("::1");
        assertThat(rules.proxyFor("internal", false)).isEmpty();
        assertThat(rules.proxyFor("a.example.org", false)).isEmpty();
        assertThat(rules.proxyFor("badexample.org", false)).isPresent();
    }

    @Test
    void theCapitalFormOfHttpProxyIsNotRead() {
        assertThat(ProxyRules.fromEnvironment(Map.of("HTTP_PROXY", "http://evil"))
                        .proxyFor("host", false))
                .isEmpty();
    }

    @Test
    void whatIsNoProxyIsRefused() {
        assertThatThrownBy(() -> Proxy.parse("ftp://x:1")).hasMessageContaining("give http:// or socks5://");
        assertThatThrownBy(() -> Proxy.parse("http://")).isInstanceOf(IllegalArgumentException.class);
    }
}
