/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths a pattern matches: the whole path, and nothing but the three wildcards is special. */
class GlobPathTest {
    @ParameterizedTest
    @CsvSource({
        "/a, /a",
        "/*, /a.iso",
        "/*, /",
        "/*.iso, /a.iso",
        "/*.iso, /.iso",
        "/a/*/c, /a/b/c",
        "/a/*/c, /a//c",
        "/**, /",
        "/**, /a/b/c.iso",
        "/downloads/**, /downloads/",
        "/downloads/**, /downloads/a/b",
        "**.iso, /a/b/c.iso",
        "**/big/**, /a/big/b",
        "**, /a/b",
        "/a?c, /abc",
        "/??, /ab",
        "/***, /a/b",
        "/a.b+c(d)[e]{f}^$|, /a.b+c(d)[e]{f}^$|",
        "/a\\Eb, /a\\Eb",
        "/\\Qa, /\\Qa",
        "/a b, /a b",
        "/gr\u00fc\u00dfe/*, /gr\u00fc\u00dfe/x",
        "'/a,b', '/a,b'",
    })
    void matches(String glob, String path) {
        assertThat(isMatch(glob, path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /b",
        "/a, /a/",
        "/a, /ab",
        "/a, /x/a",
        "/A, /a",
        "/*, /a/b",
        "/*.iso, /a/b.iso",
        "/*.iso, /axiso",
        "/*.iso, /a.isox",
        "/downloads/**, /downloads",
        "/downloads/**, /x/downloads/a",
        "/downloads/**, /downloadsx/a",
        "**.iso, /a.iso/b",
        "/a?c, /a/c",
        "/a?c, /ac",
        "/a?c, /abbc",
        "/a.b, /axb",
        "/[ab], /a",
        "*, /",
        "*.iso, /a.iso",
        "/{a\\,b}, /a",
    })
    void doesNotMatch(String glob, String path) {
        assertThat(isMatch(glob, path)).isFalse();
    }

    @Test
    void aLineBreakIsACharacterLikeOthers() {
        assertThat(isMatch("/a/**", "/a/b\nc")).isTrue();
        assertThat(isMatch("/a/*", "/a/b\r\nc")).isTrue();
        assertThat(isMatch("/a/b", "/a/b\n")).isFalse();
    }

    /** Such a character is two of Java's chars. */
    @Test
    void charactersBeyondTheBasicPlaneStandForThemselves() {
        assertThat(isMatch("/\ud83d\ude00/*", "/\ud83d\ude00/a.iso")).isTrue();
        assertThat(isMatch("/?", "/\ud83d\ude00")).isTrue();
    }

    /** The path is the client's choice, and Tomcat allows longer ones: a search by trial takes minutes for them. */
    @Test
    void aLongPathIsDecidedInTime() {
        String path = "/a/b".repeat(1200) + ".zip";
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(isMatch("**/a/**/b/**.iso", path)).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "downloads/**", "?a", ".iso", " /a", "http://host/a"})
    void refusesAPatternThatCanMatchNoPath(String glob) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Glob.ofPath("exclude", glob))
                .withMessageStartingWith("exclude holds \"" + glob + "\"")
                .withMessageContaining("must begin with / or *")
                .withMessageContaining("such as");
    }

    private static boolean isMatch(String glob, String path) {
        return Glob.ofPath("include", glob).matches(path);
    }
}
