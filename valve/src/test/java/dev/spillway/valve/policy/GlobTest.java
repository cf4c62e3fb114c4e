/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /a            | /a              | true
            /a            | /ab             | false
            /a            | /               | false
            /paid/**      | /paid/          | true
            /paid/**      | /paid/a/b.iso   | true
            /paid/**      | /paid           | false
            /paid/**      | /paidfor/a      | false
            /paid/*       | /paid/a.iso     | true
            /paid/*       | /paid/          | true
            /paid/*       | /paid/a/b.iso   | false
            **.iso        | /x/y/a.iso      | true
            **.iso        | /x/y/a.isox     | false
            *.iso         | /a.iso          | false
            /*/b          | /a/b            | true
            /*/b          | /a/a/b          | false
            /**/b         | /a/a/b          | true
            /**a*b        | /a/ab           | true
            /**a*b        | /aa/b           | false
            /**a*b        | /a/b/acb        | true
            /?.iso        | /a.iso          | true
            /?.iso        | /.iso           | false
            /?            | //              | false
            /***          | /a/b            | true
            **            | ''              | true
            /a.b          | /axb            | false
            /a[bc]        | /ab             | false
            /(a)          | /a              | false
            /a{1}         | /a              | false
            /**           | /a\\nb          | true
            """)
    void globMatches(String glob, String path, boolean expected) {
        assertThat(Glob.of(glob).matches(path.replace("\\n", "\n"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "paid/**", "?a", ".iso"})
    void patternThatMatchesNoPathIsRefused(String glob) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Glob.ofPath("paths", glob))
                .withMessageContainingAll("paths", '"' + glob + '"', "**.iso");
    }

    @Test
    void globSaysWhatTheRegularExpressionSays() {
        long seed = 20_261_120;
        System.out.println("GlobTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String glob = randomText(random, "ab/*?", 8);
            String path = randomText(random, "ab/", 10);
            assertThat(Glob.of(glob).matches(path))
                    .as("%s on %s", glob, path)
                    .isEqualTo(regex(glob).matcher(path).matches());
        }
    }

    /** A backtracking matcher would need years. */
    @Test
    void hostileTextTakesNoLongerThanLengthTimesLength() {
        Glob glob = Glob.of("/" + "**a*?".repeat(40) + "b");
        String text = "/" + "a".repeat(100_000);
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> glob.matches(text)))
                .isFalse();
    }

    private static Pattern regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else {
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : String.valueOf(c));
            }
        }
        return Pattern.compile(regex.toString());
    }

    private static String randomText(Random random, String letters, int most) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(most + 1); length > 0; length--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
