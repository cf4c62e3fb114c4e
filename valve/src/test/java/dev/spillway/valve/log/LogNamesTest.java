/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of files and the bounds of the other settings. */
class LogNamesTest {
    @Test
    void stampIsInTheZoneOfTheServer() {
        assertThat(Samples.DAILY.stamp(Samples.NOON.plus(Duration.ofHours(10)), Samples.ZONE))
                .isEqualTo(".2026-11-21");
    }

    @ParameterizedTest
    @CsvSource({
        "download_log.2026-11-20.log, true",
        "download_log.2026-11-20.log.gz, false",
        "download_log.log, false",
        "download_log_old.2026-11-20.log, false",
        "download_log.2026-11-20, false",
        "download_log.log.log, false",
        "access_log.2026-11-20.log, false",
    })
    void onlyWholeNamesAreOurs(String name, boolean isOurs) {
        assertThat(Samples.DAILY.isOurs(name)).isEqualTo(isOurs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "a\\b", "a\nb", "", " "})
    void prefixThatIsNoNameIsRefused(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogNames(prefix, "", ".yyyy", true, false))
                .withMessageContaining("logPrefix=\"" + prefix + "\"")
                .withMessageContaining("such as \"download_log\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/yyyy/MM", "bogus", "'", "yyyy-MM-dd/"})
    void formatThatIsNoDateIsRefused(String format) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogNames("a", "", format, true, false))
                .withMessageContaining("logFileDateFormat=\"")
                .withMessageContaining("such as \".yyyy-MM-dd\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -2, 36_501})
    void maxDaysHasBounds(int maxDays) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogSettings(
                        LogForm.JSON, Path.of("logs"), Samples.DAILY, maxDays, Duration.ZERO, true, false))
                .withMessageContaining("logMaxDays=\"" + maxDays + "\" is out of bounds: 1 to 36500");
    }

    @Test
    void flushIntervalHasBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogSettings(
                        LogForm.JSON, Path.of("logs"), Samples.DAILY, 1, Duration.ofMinutes(61), true, false))
                .withMessageContaining("logFlushInterval=\"3660000ms\" is out of bounds: 0 to 1h");
    }

    @Test
    void textsAreReadStrictly() {
        assertThat(LogForm.parse("log", " Combined ")).isEqualTo(LogForm.COMBINED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogForm.parse("log", "yes"))
                .withMessageContaining("log=\"yes\"")
                .withMessageContaining("\"json\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogSettings.parseBoolean("logRotatable", "yes"))
                .withMessage("logRotatable=\"yes\" is neither \"true\" nor \"false\", such as \"true\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogSettings.parseMaxDays("a week"))
                .withMessageContaining("logMaxDays=\"a week\" is no number: 1 to 36500");
    }
}
