/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderPathTest {

    @ParameterizedTest
    @CsvSource({
        "/srv/a.iso, /srv/a.iso",
        "/srv/a%20b.iso, /srv/a b.iso",
        "/srv/a b.iso, /srv/a b.iso",
        "/srv/%C3%BC.iso, /srv/ü.iso",
        "/srv/ü.iso, /srv/ü.iso",
        "/srv/ü%20%C3%BC.iso, /srv/ü ü.iso",
        "/srv/100%.iso, /srv/100%.iso",
        "/srv/100%, /srv/100%",
        "/srv/%2, /srv/%2",
        "/srv/%zz, /srv/%zz",
        "/srv/%2gx, /srv/%2gx",
        "/srv/a+b, /srv/a+b",
        "/srv/...,/srv/...",
        "/srv/..a/a..,/srv/..a/a..",
    })
    void pathsArePercentEncodedUtf8(String encoded, String path) throws Exception {
        assertThat(HeaderPath.decode("X-Sendfile", encoded)).isEqualTo(path);
    }

    @Test
    void decodingHappensOnce() throws Exception {
        assertThat(HeaderPath.decode("X-Sendfile", "/srv/%252e%252e/x")).isEqualTo("/srv/%2e%2e/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.iso",
                "./a.iso",
                "~/a.iso",
                "file:///etc/passwd",
                "@named",
                "/srv/../etc/passwd",
                "/srv/..",
                "/..",
                "/srv/%2e%2e/etc/passwd",
                "/srv/.%2E/etc/passwd",
                "/srv%2f..%2fetc/passwd",
                "/srv/a\\b",
                "/srv/..\\etc",
                "/srv/..%5cetc",
                "/srv/a%00.iso",
                "/srv/a\0.iso",
                "/srv/a%0d%0aSet-Cookie: a=b",
                "/srv/a\tb",
                "/srv/%7f",
                "/srv/%ff",
                "/srv/%c0%ae%c0%ae/etc",
                "/srv/%C3",
                "/srv/%C2%85",
            })
    void pathsThatNoHonestApplicationWritesAreForbidden(String encoded) {
        assertThatExceptionOfType(RefusedOfferException.class)
                .isThrownBy(() -> HeaderPath.decode("X-Sendfile", encoded))
                .satisfies(e -> assertThat(e.status()).isEqualTo(403))
                .withMessageContaining("X-Sendfile");
    }
}
