/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The header fields beside {@code X-Accel-Redirect}. */
class XAccelIT {
    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({
        "60, 'private, max-age=60'",
        " 60 , 'private, max-age=60'",
        "0, no-cache",
        "@0, no-cache",
        "@1, no-cache",
        "off, ",
        "OFF, ",
        "soon, ",
        "-1, ",
        "99999999999999999999, ",
    })
    void expiresIsForTheCacheOfTheClient(String expires, String cacheControl) throws Exception {
        HttpResponse<byte[]> answer = answer("X-Accel-Expires", expires);
        assertThat(answer.headers().firstValue("Cache-Control").orElse(null)).isEqualTo(cacheControl);
        assertThat(answer.headers().map()).doesNotContainKey("x-accel-expires");
    }

    @Test
    void expiresMayBeATime() throws Exception {
        long inAnHour = Instant.now().plus(Duration.ofHours(1)).getEpochSecond();
        String cacheControl = answer("X-Accel-Expires", "@" + inAnHour)
                .headers()
                .firstValue("Cache-Control")
                .orElseThrow();
        assertThat(Integer.parseInt(cacheControl.replace("private, max-age=", "")))
                .isBetween(3500, 3600);
    }

    @Test
    void expiresChangesNothingThatTheApplicationSaysItself() throws Exception {
        assertThat(answer("X-Accel-Expires", "60", "Cache-Control", "no-store")
                        .headers()
                        .allValues("Cache-Control"))
                .containsExactly("no-store");
        assertThat(answer("X-Accel-Expires", "60", "Expires", "Thu, 01 Dec 1994 16:00:00 GMT")
                        .headers()
                        .map())
                .doesNotContainKey("cache-control");
    }

    @ParameterizedTest
    @CsvSource({
        "utf-8, text/plain;charset=utf-8",
        "koi8-r, text/plain;charset=koi8-r",
        "off, text/plain",
        "no-such-charset, text/plain",
        "'a;b', text/plain",
    })
    void charsetGoesToTheType(String charset, String type) throws Exception {
        HttpResponse<byte[]> answer = answer("X-Accel-Charset", charset);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
                .isEqualToIgnoringCase(type);
    }

    @ParameterizedTest
    @CsvSource({"off", "0", "fast", "-5", "1000000000"})
    void rateThatLimitsNothing(String rate) throws Exception {
        Instant start = Instant.now();
        assertThat(answer("X-Accel-Limit-Rate", rate).body()).hasSize(200_000);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void rateIsInBytesPerSecond() throws Exception {
        Instant start = Instant.now();
        assertThat(answer("X-Accel-Limit-Rate", "100000").body()).hasSize(200_000);
        assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(700));
    }

    private HttpResponse<byte[]> answer(String... headers) throws Exception {
        Files.write(temp.resolve("a.txt"), new byte[200_000]);
        OfferServer.Options finder = new OfferServer.Options("", "/p/=" + temp);
        try (OfferServer server = new OfferServer(temp, finder, "0", (request, response) -> {
            response.setHeader("X-Accel-Redirect", "/p/a.txt");
            for (int i = 0; i < headers.length; i += 2) {
                response.setHeader(headers[i], headers[i + 1]);
            }
        })) {
            return server.get();
        }
    }
}
