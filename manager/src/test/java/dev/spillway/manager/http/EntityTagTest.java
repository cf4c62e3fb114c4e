/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 8.8.3. */
class EntityTagTest {

    private static final Instant CHANGED = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final Instant LATER = CHANGED.plusSeconds(60);
    private static final Optional<Object> NO_KEY = Optional.empty();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "xyzzy"     | xyzzy  | false
            W/"xyzzy"   | xyzzy  | true
            ""          | ''     | false
            W/""        | ''     | true
            "a,b"       | a,b    | false
            "a\\b"      | a\\b   | false
            "W/"        | W/     | false
            "'"         | ''''   | false
            """)
    void tagIsReadAndWrittenBack(String text, String opaque, boolean weak) {
        assertThat(EntityTag.parse(text)).contains(new EntityTag(opaque, weak));
        assertThat(new EntityTag(opaque, weak).format()).isEqualTo(text);
    }

    @Test
    void tagMayHaveCharactersOfTheUpperHalf() {
        assertThat(EntityTag.parse("\"\u00e4\u00ff\u0080\"")).contains(new EntityTag("\u00e4\u00ff\u0080", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "xyzzy",
                "\"xyzzy",
                "xyzzy\"",
                "w/\"xyzzy\"",
                "W/xyzzy",
                "W/",
                "W\"xyzzy\"",
                "W/ \"xyzzy\"",
                "\"a\"b\"",
                "\"a b\"",
                "\"a\tb\"",
                "\"a\u007fb\"",
                "\"a\u0100b\"",
                "\"a\r\nb\"",
                "*",
                "'a'",
                "\"a\" "
            })
    void otherTextIsNoTag(String text) {
        assertThat(EntityTag.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a b", "a\r\nb", "\u20ac"})
    void opaquePartWithForbiddenCharacterIsRefused(String opaque) {
        assertThatThrownBy(() -> new EntityTag(opaque, false)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The table of RFC 9110 section 8.8.3.2. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            W/"1" | W/"1" | false | true
            W/"1" | W/"2" | false | false
            W/"1" | "1"   | false | true
            "1"   | W/"1" | false | true
            "1"   | "1"   | true  | true
            "1"   | "2"   | false | false
            """)
    void tagsAreCompared(String one, String other, boolean strongly, boolean weakly) {
        EntityTag first = EntityTag.parse(one).orElseThrow();
        EntityTag second = EntityTag.parse(other).orElseThrow();
        assertThat(first.matchesStrongly(second)).isEqualTo(strongly);
        assertThat(first.matchesWeakly(second)).isEqualTo(weakly);
    }

    @Test
    void fileLeftAloneForAWhileHasAStrongTag() {
        Instant settled = CHANGED.plus(EntityTag.SETTLING_TIME);
        assertThat(EntityTag.ofFile(5, CHANGED, NO_KEY, settled).weak()).isFalse();
    }

    /** RFC 9110 section 8.8.1: another change may follow that the time stamp does not show. */
    @Test
    void fileChangedJustNowHasAWeakTag() {
        Instant unsettled = CHANGED.plus(EntityTag.SETTLING_TIME).minusNanos(1);
        assertThat(EntityTag.ofFile(5, CHANGED, NO_KEY, unsettled).weak()).isTrue();
    }

    @Test
    void fileFromTheFutureHasAWeakTag() {
        assertThat(EntityTag.ofFile(5, LATER, NO_KEY, CHANGED).weak()).isTrue();
    }

    @Test
    void sameFileHasTheSameTagAtAnyTime() {
        assertThat(EntityTag.ofFile(5, CHANGED, Optional.of("key"), LATER))
                .isEqualTo(EntityTag.ofFile(5, CHANGED, Optional.of("key"), LATER.plusSeconds(1_000)));
    }

    @Test
    void whateverTellsFilesApartChangesTheTag() {
        assertThat(new EntityTag[] {
                    EntityTag.ofFile(5, CHANGED, NO_KEY, LATER),
                    EntityTag.ofFile(6, CHANGED, NO_KEY, LATER),
                    EntityTag.ofFile(5, CHANGED.plusNanos(1), NO_KEY, LATER),
                    EntityTag.ofFile(5, CHANGED.plusSeconds(1), NO_KEY, LATER),
                    EntityTag.ofFile(5, CHANGED, Optional.of("(dev=1,ino=2)"), LATER),
                    EntityTag.ofFile(5, CHANGED, Optional.of("(dev=1,ino=3)"), LATER)
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void tagOfAFileDoesNotShowItsKey() {
        assertThat(EntityTag.ofFile(5, CHANGED, Optional.of("(dev=1,ino=777777)"), LATER)
                        .format())
                .doesNotContain("777777", Long.toHexString(777777));
    }

    @Test
    void tagOfAFileFromBeforeTheEpochCanBeReadBack() {
        EntityTag tag = EntityTag.ofFile(0, Instant.parse("1901-01-01T00:00:00.5Z"), NO_KEY, LATER);
        assertThat(EntityTag.parse(tag.format())).contains(tag);
    }
}
