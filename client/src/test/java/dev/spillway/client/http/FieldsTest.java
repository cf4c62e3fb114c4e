/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read out of header fields, and what is not believed. */
class FieldsTest {
    private static Headers headers(String... pairs) {
        Headers headers = new Headers();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.add(pairs[i], pairs[i + 1]);
        }
        return headers;
    }

    @Test
    void contentRange() {
        ContentRange range = ContentRange.parse("bytes 0-499/1234").orElseThrow();
        assertThat(range.length()).isEqualTo(500);
        assertThat(range.total()).hasValue(1234);
        assertThat(ContentRange.parse("bytes 0-499/*").orElseThrow().total()).isEmpty();
        assertThat(ContentRange.sizeOfUnsatisfied("bytes */1234")).hasValue(1234);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 5-4/10",
                "bytes 0-10/10",
                "items 0-1/2",
                "bytes 0-1",
                "bytes=0-1/2",
                "bytes 0-99999999999999999999/*",
                ""
            })
    void improperContentRanges(String text) {
        assertThat(ContentRange.parse(text)).isEmpty();
    }

    @Test
    void retryAfterInSecondsOrAsADate() {
        Instant now = Instant.parse("2026-11-20T12:00:00Z");
        assertThat(HttpDate.parseRetryAfter("120", now)).contains(Duration.ofMinutes(2));
        assertThat(HttpDate.parseRetryAfter("Fri, 20 Nov 2026 12:00:30 GMT", now))
                .contains(Duration.ofSeconds(30));
        assertThat(HttpDate.parseRetryAfter("Fri, 20 Nov 2026 11:00:00 GMT", now))
                .contains(Duration.ZERO);
        assertThat(HttpDate.parseRetryAfter("-5", now)).isEmpty();
        assertThat(HttpDate.parseRetryAfter("soon", now)).isEmpty();
    }

    @Test
    void aWeakTagIsNoProof() {
        assertThat(Validators.of(headers("ETag", "W/\"v1\"")).etag()).isEmpty();
        assertThat(Validators.of(headers("ETag", "\"v1\"")).ifRange()).contains("\"v1\"");
    }

    @Test
    void aFreshModificationTimeIsNoProof() {
        String time = "Fri, 20 Nov 2026 12:00:00 GMT";
        assertThat(Validators.of(headers("Last-Modified", time, "Date", time)).ifRange())
                .isEmpty();
        assertThat(Validators.of(headers("Last-Modified", time, "Date", "Fri, 20 Nov 2026 12:00:01 GMT"))
                        .ifRange())
                .contains(time);
    }

    @Test
    void theStrongestDigestIsTaken() {
        String sha256 = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";
        Headers both = headers(
                "Digest", "MD5=CY9rzUYh03PK3k6DJie09g==", "Repr-Digest", "sha-256=:" + sha256 + ":, new=:abc=:");
        assertThat(DigestFields.strongest(both).map(Object::toString).orElseThrow())
                .isEqualTo("sha-256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        assertThat(DigestFields.strongest(headers("Repr-Digest", "sha-256=:AAAAAAAAAAAAAAAAAAAAAA==:")))
                .isEmpty();
    }

    @Test
    void duplicatesInOrderOfPriority() {
        LinkFields links = LinkFields.of(
                headers(
                        "Link",
                        "<http://b/f>; rel=duplicate; pri=2, <http://a/f>; rel=\"other duplicate\"; pri=1; geo=gb",
                        "Link",
                        "</f.meta4>; rel=describedby; type=\"application/metalink4+xml\", <http://c/>; rel=next, <b ad>; rel=duplicate"),
                URI.create("http://host/dir/f"));
        assertThat(links.duplicates()).containsExactly(URI.create("http://a/f"), URI.create("http://b/f"));
        assertThat(links.metalinks()).containsExactly(URI.create("http://host/f.meta4"));
    }

    @Test
    void fileNames() {
        assertThat(ContentDisposition.fileName("attachment; filename=a.iso")).contains("a.iso");
        assertThat(ContentDisposition.fileName("attachment; filename=\"a \\\"b\\\".iso\""))
                .contains("a \"b\".iso");
        assertThat(ContentDisposition.fileName("attachment; filename=x; filename*=UTF-8''gr%C3%BCn%2B.iso"))
                .contains("grün+.iso");
        assertThat(ContentDisposition.fileName("attachment; filename*=UTF-8''%zz"))
                .isEmpty();
        assertThat(ContentDisposition.fileName("inline")).isEqualTo(Optional.empty());
    }
}
