/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageOriginTest {
    private final PageOrigin origin = new PageOrigin();

    private Asked withToken() {
        return Asked.from("127.0.0.1").with("Host", "localhost:8080").with(PageOrigin.TOKEN_HEADER, origin.token());
    }

    @Test
    void aScriptWithTheTokenIsBelieved() {
        assertThat(origin.isOurs(withToken().request())).isTrue();
    }

    @Test
    void thePageIsBelieved() {
        assertThat(origin.isOurs(withToken()
                        .with("Origin", "http://localhost:8080")
                        .with("Sec-Fetch-Site", "same-origin")
                        .request()))
                .isTrue();
    }

    @Test
    void thePageBehindAProxyWithTlsIsBelieved() {
        assertThat(origin.isOurs(
                        withToken().with("Origin", "https://localhost:8080").request()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void anotherSiteIsNotBelieved(String site) {
        assertThat(origin.isOurs(withToken().with("Sec-Fetch-Site", site).request()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://localhost:8081",
                "http://localhost",
                "null",
                "",
                "http://[",
                "localhost:8080"
            })
    void anotherOriginIsNotBelieved(String from) {
        assertThat(origin.isOurs(withToken().with("Origin", from).request())).isFalse();
    }

    @Test
    void withoutTheTokenNobodyIsBelieved() {
        assertThat(origin.isOurs(Asked.from("127.0.0.1").request())).isFalse();
        assertThat(origin.isOurs(Asked.from("127.0.0.1")
                        .with(PageOrigin.TOKEN_HEADER, new PageOrigin().token())
                        .request()))
                .isFalse();
    }
}
