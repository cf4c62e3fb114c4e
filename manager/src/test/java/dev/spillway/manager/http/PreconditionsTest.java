/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 13, for a file with the tag "a" that was modified on 1994-11-06 at 08:49:37. */
class PreconditionsTest {

    private static final Instant DATE = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37.5Z");

    private static final Validators FILE =
            new Validators(Optional.of(new EntityTag("a", false)), Optional.of(MODIFIED), DATE);
    private static final Validators FILE_WITH_WEAK_TAG =
            new Validators(Optional.of(new EntityTag("a", true)), Optional.of(MODIFIED), DATE);
    private static final Validators FILE_WITHOUT_VALIDATORS = new Validators(Optional.empty(), Optional.empty(), DATE);

    /**
     * Fields are separated by a semicolon and a space; several lines of one field have its name again. The file was
     * modified {@code @37}: at second 37 of that minute.
     */
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            13.2.2 nothing                       | Host: x                                            | PROCEED
            13.1.1 same tag                      | If-Match: "a"                                      | PROCEED
            13.1.1 one of several                | If-Match: "b", "a"                                 | PROCEED
            13.1.1 on the second line            | If-Match: "b"; If-Match: "a"                       | PROCEED
            13.1.1 any                           | If-Match: *                                        | PROCEED
            13.1.1 other tag                     | If-Match: "b"                                      | FAILED
            13.1.1 weak tag                      | If-Match: W/"a"                                    | FAILED
            13.1.1 comma in a tag                | If-Match: "b,a"                                    | FAILED
            13.1.1 no tag                        | If-Match: ,                                        | FAILED
            13.1.1 broken tag                    | If-Match: a                                        | FAILED
            13.1.1 good beside broken            | If-Match: "a", b                                   | FAILED
            13.1.1 any beside a tag              | If-Match: "b", *                                   | FAILED
            13.1.4 same date                     | If-Unmodified-Since: @37                           | PROCEED
            13.1.4 later date                    | If-Unmodified-Since: @38                           | PROCEED
            13.1.4 earlier date                  | If-Unmodified-Since: @36                           | FAILED
            13.1.4 earlier date, RFC 850         | If-Unmodified-Since: Sunday, 06-Nov-94 08:49:36 GMT      | FAILED
            13.1.4 earlier date, asctime         | If-Unmodified-Since: Sun Nov  6 08:49:36 1994      | FAILED
            13.1.4 bad date                      | If-Unmodified-Since: 1994                          | PROCEED
            13.1.4 two dates                     | If-Unmodified-Since: @36; If-Unmodified-Since: @36 | PROCEED
            13.1.2 same tag                      | If-None-Match: "a"                                 | NOT_MODIFIED
            13.1.2 one of several                | If-None-Match: "b", "a"                            | NOT_MODIFIED
            13.1.2 on the second line            | If-None-Match: "b"; If-None-Match: "a"             | NOT_MODIFIED
            13.1.2 weak tag                      | If-None-Match: W/"a"                               | NOT_MODIFIED
            13.1.2 any                           | If-None-Match: *                                   | NOT_MODIFIED
            13.1.2 other tag                     | If-None-Match: "b"                                 | PROCEED
            13.1.2 comma in a tag                | If-None-Match: "b,a"                               | PROCEED
            13.1.2 broken tag                    | If-None-Match: a                                   | PROCEED
            13.1.2 good beside broken            | If-None-Match: "a", b                              | PROCEED
            13.1.3 same date                     | If-Modified-Since: @37                             | NOT_MODIFIED
            13.1.3 later date                    | If-Modified-Since: @38                             | NOT_MODIFIED
            13.1.3 earlier date                  | If-Modified-Since: @36                             | PROCEED
            13.1.3 same date, RFC 850            | If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT  | NOT_MODIFIED
            13.1.3 same date, asctime            | If-Modified-Since: Sun Nov  6 08:49:37 1994        | NOT_MODIFIED
            13.1.3 bad date                      | If-Modified-Since: never                           | PROCEED
            13.1.3 two dates                     | If-Modified-Since: @37; If-Modified-Since: @37     | PROCEED
            13.2.2 step 1 hides step 2           | If-Match: "a"; If-Unmodified-Since: @36            | PROCEED
            13.2.2 step 1 before step 3          | If-Match: "b"; If-None-Match: "a"                  | FAILED
            13.2.2 step 1 holds, step 3 does not | If-Match: "a"; If-None-Match: "a"                  | NOT_MODIFIED
            13.2.2 step 2 before step 3          | If-Unmodified-Since: @36; If-None-Match: "a"       | FAILED
            13.2.2 step 2 holds, step 4 does not | If-Unmodified-Since: @37; If-Modified-Since: @37   | NOT_MODIFIED
            13.2.2 step 3 hides step 4           | If-None-Match: "b"; If-Modified-Since: @37         | PROCEED
            13.2.2 step 3 before step 4          | If-None-Match: "a"; If-Modified-Since: @36         | NOT_MODIFIED
            13.2.2 range does not matter         | Range: bytes=0-; If-None-Match: "a"                | NOT_MODIFIED
            """)
    void conditionsAreEvaluatedInOrder(String section, String fields, Preconditions.Result expected) {
        assertThat(evaluate(fields, FILE)).isEqualTo(expected);
    }

    /** RFC 9110 sections 13.1.1 and 13.1.2: the one compares strongly, the other weakly. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            If-Match: "a"         | FAILED
            If-Match: W/"a"       | FAILED
            If-Match: *           | PROCEED
            If-None-Match: "a"    | NOT_MODIFIED
            If-None-Match: W/"a"  | NOT_MODIFIED
            If-None-Match: W/"b"  | PROCEED
            """)
    void weakTagOfTheFileMatchesOnlyWeakly(String fields, Preconditions.Result expected) {
        assertThat(evaluate(fields, FILE_WITH_WEAK_TAG)).isEqualTo(expected);
    }

    /** RFC 9110 sections 13.1.3 and 13.1.4: a date is ignored if there is none to compare with. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            If-Match: "a"                                       | FAILED
            If-Match: *                                         | PROCEED
            If-None-Match: "a"                                  | PROCEED
            If-None-Match: *                                    | NOT_MODIFIED
            If-Unmodified-Since: @36                            | PROCEED
            If-Modified-Since: Sun, 06 Nov 2050 08:49:37 GMT    | PROCEED
            """)
    void fileWithoutValidatorsMatchesOnlyTheStar(String fields, Preconditions.Result expected) {
        assertThat(evaluate(fields, FILE_WITHOUT_VALIDATORS)).isEqualTo(expected);
    }

    @Test
    void emptyTagListIsAFieldThatIsThere() {
        assertThat(Preconditions.evaluate(name -> name.equals("If-Match") ? List.of("") : List.of(), FILE))
                .isEqualTo(Preconditions.Result.FAILED);
    }

    private static Preconditions.Result evaluate(String fields, Validators current) {
        Map<String, List<String>> request = new HashMap<>();
        for (String field : fields.split("; ", -1)) {
            String[] nameAndValue = field.split(": ", 2);
            String value = nameAndValue[1].replaceAll("@(\\d\\d)", "Sun, 06 Nov 1994 08:49:$1 GMT");
            request.merge(nameAndValue[0], List.of(value), PreconditionsTest::concat);
        }
        return Preconditions.evaluate(name -> request.getOrDefault(name, List.of()), current);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Arrays.asList(first.get(0), second.get(0));
    }
}
