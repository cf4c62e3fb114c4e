/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 13.1.5. */
class IfRangeTest {

    private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37.5Z");
    private static final Instant DATE = Instant.parse("2026-03-01T12:00:00Z");
    private static final String MODIFIED_TEXT = "Sun, 06 Nov 1994 08:49:37 GMT";

    @ParameterizedTest(name = "{0}: {1} with ETag {2} -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            8.8.3.2 same strong tag     | "a"                             | "a"    | true
            8.8.3.2 other tag           | "b"                             | "a"    | false
            8.8.3.2 weak tag asked for  | W/"a"                           | "a"    | false
            8.8.3.2 weak tag of file    | "a"                             | W/"a"  | false
            8.8.3.2 both weak           | W/"a"                           | W/"a"  | false
            13.1.5 no tag               | "a"                             |        | false
            13.1.5 list of tags         | "a", "a"                        | "a"    | false
            13.1.5 tag without quotes   | a                               | "a"    | false
            13.1.5 star                 | *                               | "a"    | false
            13.1.5 empty                | ''                              | "a"    | false
            13.1.5 same date            | Sun, 06 Nov 1994 08:49:37 GMT   | "a"    | true
            13.1.5 same date, no tag    | Sun, 06 Nov 1994 08:49:37 GMT   |        | true
            13.1.5 RFC 850 date         | Sunday, 06-Nov-94 08:49:37 GMT  | "a"    | true
            13.1.5 asctime date         | Sun Nov  6 08:49:37 1994        | "a"    | true
            13.1.5 earlier date         | Sun, 06 Nov 1994 08:49:36 GMT   | "a"    | false
            13.1.5 later date           | Sun, 06 Nov 1994 08:49:38 GMT   | "a"    | false
            13.1.5 bad date             | Sun, 06 Nov 1994                | "a"    | false
            5.5 whitespace around       | ' "a" '                         | "a"    | true
            """)
    void fieldPermitsRange(String section, String value, String entityTag, boolean expected) {
        Optional<EntityTag> tag = Optional.ofNullable(entityTag).flatMap(EntityTag::parse);
        assertThat(IfRange.permitsRange(List.of(value), new Validators(tag, Optional.of(MODIFIED), DATE)))
                .isEqualTo(expected);
    }

    @Test
    void absentFieldPermitsRange() {
        assertThat(IfRange.permitsRange(List.of(), modifiedAt(Optional.empty(), DATE)))
                .isTrue();
    }

    @Test
    void twoLinesDoNotPermitRange() {
        assertThat(IfRange.permitsRange(List.of(MODIFIED_TEXT, MODIFIED_TEXT), modifiedAt(Optional.of(MODIFIED), DATE)))
                .isFalse();
    }

    /** RFC 9110 section 8.8.2.2: within the second of the change the date says nothing of the bytes. */
    @Test
    void dateLessThanASecondOldDoesNotPermitRange() {
        assertThat(permitsRangeByDate(Optional.of(MODIFIED), MODIFIED.plusMillis(400)))
                .isFalse();
    }

    /** RFC 9110 section 8.8.2.2. */
    @Test
    void dateOneSecondOldPermitsRange() {
        assertThat(permitsRangeByDate(Optional.of(MODIFIED), MODIFIED.plusSeconds(1)))
                .isTrue();
    }

    @Test
    void dateOfAFileWithoutModificationDateDoesNotPermitRange() {
        assertThat(permitsRangeByDate(Optional.empty(), DATE)).isFalse();
    }

    /** Two things that are not there are not the same thing. */
    @Test
    void badDateOfAFileWithoutModificationDateDoesNotPermitRange() {
        assertThat(IfRange.permitsRange(List.of("yesterday"), modifiedAt(Optional.empty(), DATE)))
                .isFalse();
    }

    private static boolean permitsRangeByDate(Optional<Instant> lastModified, Instant date) {
        return IfRange.permitsRange(List.of(MODIFIED_TEXT), modifiedAt(lastModified, date));
    }

    private static Validators modifiedAt(Optional<Instant> lastModified, Instant date) {
        return new Validators(Optional.empty(), lastModified, date);
    }
}
