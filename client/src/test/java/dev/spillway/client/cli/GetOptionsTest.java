/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.spillway.client.api.DownloadOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of a command line. */
class GetOptionsTest {
    private static final String URL = "http://localhost/file";

    @Test
    void everyOptionReachesItsSetting() {
        GetOptions given = new GetOptions(
                "-x",
                "7",
                "-s",
                "9",
                "--servers=3",
                "--tries=2",
                "--lowest-rate=3K",
                "--lowest-share=0.5",
                "--max-filesize",
                "1G",
                "--connect-timeout=1.5",
                "--answer-timeout=2",
                "--stall-timeout=3",
                "--max-retry-after=4",
                "--fixed",
                "--allow-no-length",
                "--proxy=socks5://p:1",
                "--cacert=ca",
                "--netrc-file=n",
                "--server-stat=stat",
                "-H",
                "A: b",
                URL,
                "-j",
                "11");
        DownloadOptions options = given.download();
        assertThat(given.parallel()).isEqualTo(11);
        assertThat(given.urls()).containsExactly(URI.create(URL));
        assertThat(options.linksPerServer()).isEqualTo(7);
        assertThat(options.links()).isEqualTo(9);
        assertThat(options.servers()).isEqualTo(3);
        assertThat(options.attempts()).isEqualTo(2);
        assertThat(options.lowestRate()).isEqualTo(3072);
        assertThat(options.lowestShare()).isEqualTo(0.5);
        assertThat(options.maxBytes()).isEqualTo(1L << 30);
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(options.answerTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.stallTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.longestRetryAfter()).isEqualTo(Duration.ofSeconds(4));
        assertThat(options.adaptive()).isFalse();
        assertThat(options.undelimited()).isTrue();
        assertThat(options.proxy()).contains("socks5://p:1");
        assertThat(options.authorities()).contains(Path.of("ca"));
        assertThat(options.netrc()).contains(Path.of("n"));
        assertThat(options.rankingFile()).contains(Path.of("stat"));
        assertThat(options.headers()).containsEntry("A", "b");
    }

    @Test
    void quotesInAValueBelongToIt() {
        GetOptions given = new GetOptions("-o", "\"quoted\"", "-H", "If-Match: \"v1\"", URL);
        assertThat(given.path(Usage.OUTPUT)).contains(Path.of("\"quoted\""));
        assertThat(given.download().headers()).containsEntry("If-Match", "\"v1\"");
        assertThat(new GetOptions("--output=\"a b\"", URL).path(Usage.OUTPUT)).contains(Path.of("\"a b\""));
    }

    @ParameterizedTest
    @CsvSource({
        "--links=many, '--links=many is no number'",
        "--lowest-share=half, '--lowest-share=half is no number'",
        "--stall-timeout=soon, '--stall-timeout=soon is no number'",
        "--lowest-rate=fast, '\"fast\" is no number of bytes: give digits, with K, M, G or T behind them if you like'",
        "--tries=0, 'attempts=0 is outside 1 to 100'",
        "--header=Nothing, 'a header field needs the form \"Name: value\"'"
    })
    void whatCannotBeUsedIsNamed(String option, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GetOptions(option, URL).download())
                .withMessage(complaint);
    }
}
