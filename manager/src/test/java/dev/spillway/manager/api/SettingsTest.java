/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers with units: what is read, and what is refused with which words. */
class SettingsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1048576, 1048576",
        "5b, 5",
        "1k, 1024",
        "1K, 1024",
        "1KiB, 1024",
        "1kB, 1000",
        "500k, 512000",
        "1M, 1048576",
        "1MiB, 1048576",
        "1mib, 1048576",
        "1MB, 1000000",
        "2G, 2147483648",
        "2GiB, 2147483648",
        "2GB, 2000000000",
        "1T, 1099511627776",
        "1TiB, 1099511627776",
        "1TB, 1000000000000",
        "8388607T, 9223370937343148032",
        "999999999999999999, 999999999999999999",
        "'  7 MiB ', 7340032",
        "007, 7",
    })
    void readsSizes(String text, long bytes) {
        assertThat(Settings.bytes("minSize", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "k",
                "MiB",
                "-1",
                "+1",
                "1.5M",
                "1,000",
                "0x10",
                "1 M B",
                "1P",
                "1s",
                "1M;",
                "1MiB 1MiB",
                "1_000",
                "one",
                "\u0661",
                "1\u212A",
                "8388608T",
                "99999999999999999999",
                "999999999999999999T",
                "1\n2"
            })
    void refusesWhatIsNoSize(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.bytes("minSize", text))
                .withMessageContaining("minSize=\"" + text + "\"")
                .withMessageContaining("from 0 up to 8 EiB")
                .withMessageContaining("such as \"1MiB\"");
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "60, PT60S",
        "60s, PT60S",
        "60S, PT60S",
        "500ms, PT0.5S",
        "500MS, PT0.5S",
        "2m, PT2M",
        "1h, PT1H",
        "'  3 m ', PT3M",
        "999999999999999999ms, PT277777777777H46M39.999S",
    })
    void readsLengthsOfTime(String text, Duration duration) {
        assertThat(Settings.duration("stallTimeout", text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s", "-1s", "1.5s", "1d", "1min", "PT5S", "1us", "1s1ms", "999999999999999999h", "5 s s"})
    void refusesWhatIsNoLengthOfTime(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.duration("stallTimeout", text))
                .withMessageContaining("stallTimeout=\"" + text + "\"")
                .withMessageContaining("from 0 on")
                .withMessageContaining("such as \"60s\"");
    }

    @Test
    void refusesAMissingTextInTheSameWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.bytes("minSize", null))
                .withMessageContaining("minSize=\"null\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.duration("stallTimeout", null))
                .withMessageContaining("stallTimeout=\"null\"");
    }

    /** In Turkish, the lower case of "MIB" is not "mib". */
    @Test
    void readsUnitsAlikeInEveryLanguage() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            assertThat(Settings.bytes("minSize", "1MIB")).isEqualTo(1L << 20);
        } finally {
            Locale.setDefault(before);
        }
    }
}
