/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers are downloads for the manager (SYSTEMS.md A1, A2): all rules must agree. */
class OffloadRulesTest {
    @Test
    void withoutRulesEverythingIsADownload() {
        OffloadRules rules = OffloadRules.parse("0", "", "", "", "");
        assertThat(accepts(rules, "/a", "a", null, 0)).isTrue();
        assertThat(accepts(rules, "/a/b.html", "b.html", "text/html", 1)).isTrue();
    }

    @Test
    void theLeastSizeIsItselfADownload() {
        OffloadRules rules = OffloadRules.parse("1MiB", "", "", "", "");
        assertThat(accepts(rules, "/a", "a", null, (1 << 20) - 1)).isFalse();
        assertThat(accepts(rules, "/a", "a", null, 1 << 20)).isTrue();
        assertThat(accepts(rules, "/a", "a", null, Long.MAX_VALUE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "iso, a.iso, true",
        "iso, A.ISO, true",
        "ISO, a.iso, true",
        ".iso, a.iso, true",
        "'iso,zip', a.zip, true",
        "'iso zip', a.zip, true",
        "' iso ,\tzip ,, ', a.zip, true",
        "tar.gz, a.tar.gz, true",
        ".tar.gz, a-1.2.tar.gz, true",
        "gz, a.tar.gz, true",
        "iso, a.iso.txt, false",
        "tar.gz, a.gz, false",
        "iso, iso, false",
        "iso, aiso, false",
        "iso, a.isox, false",
        "iso, a.iso., false",
        "iso, a, false",
        "tar, a.tar.gz, false",
    })
    void decidesByExtension(String extensions, String fileName, boolean isAccepted) {
        OffloadRules rules = OffloadRules.parse("0", extensions, "", "", "");
        assertThat(accepts(rules, "/x", fileName, "a/b", 1)).isEqualTo(isAccepted);
    }

    @ParameterizedTest
    @CsvSource({
        "application/zip, application/zip, true",
        "application/zip, Application/ZIP, true",
        "Application/ZIP, application/zip, true",
        "application/zip, application/zip;charset=utf-8, true",
        "application/zip, 'application/zip ; a=b', true",
        "video/*, video/mp4, true",
        "video/*, video/x-matroska;codecs=\"a;b\", true",
        "'application/zip,video/*', video/mp4, true",
        "'application/zip video/*', application/zip, true",
        "application/vnd.a+zip, application/vnd.a+zip, true",
        "application/zip, application/zip2, false",
        "application/zip, application, false",
        "video/*, audio/mp4, false",
        "video/*, video, false",
        "video/*, xvideo/mp4, false",
        "application/zip, , false",
        "application/zip, '', false",
        "video/*, '/', false",
        "video/*, ';', false",
    })
    void decidesByType(String types, String contentType, boolean isAccepted) {
        OffloadRules rules = OffloadRules.parse("0", "", types, "", "");
        assertThat(accepts(rules, "/x", "x", contentType, 1)).isEqualTo(isAccepted);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', /a, true",
        "/a/**, '', /a/b/c, true",
        "/a/**, '', /b, false",
        "'/a/**,/b/*', '', /b/c, true",
        "'/a/** /b/*', '', /b/c/d, false",
        "'', /a/**, /a/b, false",
        "'', /a/**, /b, true",
        "/a/**, /a/private/**, /a/b, true",
        "/a/**, /a/private/**, /a/private/b, false",
        "/**, '/x/*,**.tmp', /y/a.tmp, false",
    })
    void decidesByPathAndExcludeWins(String include, String exclude, String path, boolean isAccepted) {
        OffloadRules rules = OffloadRules.parse("0", "", "", include, exclude);
        assertThat(accepts(rules, path, "x", null, 1)).isEqualTo(isAccepted);
    }

    @Test
    void allRulesMustAgree() {
        OffloadRules rules = OffloadRules.parse("10", "iso", "application/*", "/a/**", "/a/b/**");
        assertThat(accepts(rules, "/a/x", "x.iso", "application/zip", 10)).isTrue();
        assertThat(accepts(rules, "/a/x", "x.iso", "application/zip", 9)).isFalse();
        assertThat(accepts(rules, "/a/x", "x.zip", "application/zip", 10)).isFalse();
        assertThat(accepts(rules, "/a/x", "x.iso", "video/mp4", 10)).isFalse();
        assertThat(accepts(rules, "/b/x", "x.iso", "application/zip", 10)).isFalse();
        assertThat(accepts(rules, "/a/b/x", "x.iso", "application/zip", 10)).isFalse();
    }

    /** The star form is what people try first; taken literally it would match no file, without a word. */
    @ParameterizedTest
    @ValueSource(strings = {"*.iso", "*", ".", "..", "a/b", "a\\b", "iso.", "a..b", "/"})
    void refusesWhatIsNoExtension(String item) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffloadRules.parse("0", "zip," + item, "", "", ""))
                .withMessageContaining("extensions holds \"" + item + "\"")
                .withMessageContaining("such as \"iso,tar.gz\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "*/*", "*", "a/", "/b", "a/b/c", "video/*x", "a/b;c=d", "a/b;", "a=b/c"})
    void refusesWhatIsNoType(String item) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffloadRules.parse("0", "", "a/b " + item, "", ""))
                .withMessageContaining("types holds \"" + item + "\"")
                .withMessageContaining("such as \"application/zip,video/*\"");
    }

    @Test
    void namesTheListWhosePatternIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffloadRules.parse("0", "", "", "/a,b", ""))
                .withMessageContaining("include holds \"b\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffloadRules.parse("0", "", "", "", "/a b"))
                .withMessageContaining("exclude holds \"b\"");
    }

    @Test
    void refusesASizeThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffloadRules.parse("big", "", "", "", ""))
                .withMessageContaining("minSize=\"big\"");
    }

    private static boolean accepts(OffloadRules rules, String path, String fileName, String contentType, long length) {
        return rules.acceptsPath(path) && rules.acceptsFile(fileName, contentType, length);
    }
}
