/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static final SendFile.Options NONE = SendFile.Options.none();

    @Test
    void eachOptionChangesItselfAlone() {
        SendFile.Options all = NONE.withContentType("a/b")
                .withBytesPerSecond(5)
                .withDeletionAfterwards()
                .withEntityTag("\"x\"")
                .withLastModified(Instant.EPOCH)
                .withInline("name");
        assertThat(all)
                .isEqualTo(new SendFile.Options(
                        Optional.of("name"),
                        true,
                        Optional.of("a/b"),
                        5,
                        true,
                        Optional.of("\"x\""),
                        Optional.of(Instant.EPOCH)));
        assertThat(all.withAttachment("n").contentDisposition()).hasValue("attachment; filename=\"n\"");
    }

    @Test
    void aNegativeRateIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NONE.withBytesPerSecond(-1))
                .withMessageContaining("bytesPerSecond=-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "\"v1", "\"v 1\"", "w/\"v1\"", "\"a\"\r\nX: y"})
    void aBrokenTagIsRefused(String tag) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NONE.withEntityTag(tag))
                .withMessageContaining("entityTag");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain\r\nX: y", "text/\0", "text/€"})
    void aTypeThatCanNotBeWrittenIsRefused(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NONE.withContentType(type))
                .withMessageContaining("contentType");
    }
}
