/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule a download falls under, and what rules may say. */
class DownloadRulesTest {
    private static final DownloadRules RULES = DownloadRules.parse(
            "rules",
            "staff(roles=staff boss priority=8) films(paths=/films/** rate=10MiB downloadRate=1MiB limitAfter=5MiB)"
                    + " rest");

    @ParameterizedTest
    @CsvSource({
        "/films/a.mkv,  , films",
        "/films/a.mkv, boss, staff",
        "/a.iso, staff, staff",
        "/a.iso, guest, rest",
        "/a.iso,  , rest",
    })
    void theFirstOneThatFitsCounts(String path, String role, String expected) {
        assertThat(RULES.find(request(path, role)).orElseThrow().name()).isEqualTo(expected);
    }

    @Test
    void aRuleSaysWhatIsWrittenAndOtherwiseNothing() {
        DownloadRule films = RULES.find(request("/films/a", null)).orElseThrow();
        assertThat(films.downloadBytesPerSecond()).isEqualTo(1 << 20);
        assertThat(films.limitAfter()).isEqualTo(5 << 20);
        assertThat(films.priority()).isEqualTo(5);
        assertThat(RULES.bytesPerSecond()).isEqualTo(Map.of("staff", 0L, "films", 10L << 20, "rest", 0L));
    }

    @Test
    void whereNothingFitsThereIsNoRule() {
        assertThat(DownloadRules.parse("rules", "a(paths=/a/**)").find(request("/b", null)))
                .isEmpty();
        assertThat(DownloadRules.parse("rules", " ").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a(rate=fast)       | rules: a: rate=\"fast\"",
                "a(priority=10)     | from 0 to 9",
                "a(speed=1)         | it does not know",
                "a(paths=films)     | must begin with /",
                "!a                 | is no rule",
                "any(a)             | is no rule",
                "a a                | twice",
            })
    void whatCantBeUsedIsRefusedWithWords(String text, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DownloadRules.parse("rules", text))
                .withMessageContaining(words);
    }

    private static DownloadRequest request(String path, String role) {
        StubRequest request = new StubRequest().path(path);
        return (role == null ? request : request.user("ada", role)).download();
    }
}
