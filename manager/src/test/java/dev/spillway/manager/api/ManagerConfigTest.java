/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds of the settings, and that a value beyond them is refused and not repaired. */
class ManagerConfigTest {
    private static final ManagerConfig DEFAULTS = ManagerConfig.defaults();

    @Test
    void defaultsAreWithinTheBoundsAndAsDocumented() {
        assertThat(DEFAULTS.loops()).isEqualTo(Math.min(64, Runtime.getRuntime().availableProcessors()));
        assertThat(DEFAULTS.turnBytes()).isEqualTo(2097152);
        assertThat(DEFAULTS.stallTimeout()).hasSeconds(60);
        assertThat(DEFAULTS.lingerTimeout()).hasSeconds(5);
    }

    @Test
    void eachWitherChangesItsOwnValueAlone() {
        ManagerConfig config = new ManagerConfig(3, 5000, Duration.ofSeconds(7), Duration.ofSeconds(11));
        assertThat(config.withLoops(4))
                .isEqualTo(new ManagerConfig(4, 5000, Duration.ofSeconds(7), Duration.ofSeconds(11)));
        assertThat(config.withTurnBytes(6000))
                .isEqualTo(new ManagerConfig(3, 6000, Duration.ofSeconds(7), Duration.ofSeconds(11)));
        assertThat(config.withStallTimeout(Duration.ofSeconds(8)))
                .isEqualTo(new ManagerConfig(3, 5000, Duration.ofSeconds(8), Duration.ofSeconds(11)));
        assertThat(config.withLingerTimeout(Duration.ofSeconds(12)))
                .isEqualTo(new ManagerConfig(3, 5000, Duration.ofSeconds(7), Duration.ofSeconds(12)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void takesLoopsUpToTheBounds(int loops) {
        assertThat(DEFAULTS.withLoops(loops).loops()).isEqualTo(loops);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65, Integer.MAX_VALUE})
    void refusesLoopsBeyondTheBounds(int loops) {
        refused(config -> config.withLoops(loops))
                .withMessageStartingWith("loops=\"" + loops + "\" ")
                .withMessageContaining("1 to 64,")
                .withMessageEndingWith("such as \"2\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 1 << 30})
    void takesTurnBytesUpToTheBounds(int turnBytes) {
        assertThat(DEFAULTS.withTurnBytes(turnBytes).turnBytes()).isEqualTo(turnBytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 4095, (1 << 30) + 1, Integer.MAX_VALUE})
    void refusesTurnBytesBeyondTheBounds(int turnBytes) {
        refused(config -> config.withTurnBytes(turnBytes))
                .withMessageStartingWith("turnBytes=\"" + turnBytes + "\" ")
                .withMessageContaining("4096 to 1073741824,")
                .withMessageEndingWith("such as \"2097152\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.01S", "PT24H"})
    void takesStallTimeoutsUpToTheBounds(Duration timeout) {
        assertThat(DEFAULTS.withStallTimeout(timeout).stallTimeout()).isEqualTo(timeout);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0S", "PT0.009999999S", "PT24H0.000000001S", "PT9223372036854775807S"})
    void refusesStallTimeoutsBeyondTheBounds(Duration timeout) {
        refused(config -> config.withStallTimeout(timeout))
                .withMessageStartingWith("stallTimeout=\"")
                .withMessageContaining("10ms to 24h, such as")
                .withMessageEndingWith("such as \"60s\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT60S"})
    void takesLingerTimeoutsUpToTheBounds(Duration timeout) {
        assertThat(DEFAULTS.withLingerTimeout(timeout).lingerTimeout()).isEqualTo(timeout);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.000000001S", "PT60.000000001S", "PT9223372036854775807S"})
    void refusesLingerTimeoutsBeyondTheBounds(Duration timeout) {
        refused(config -> config.withLingerTimeout(timeout))
                .withMessageStartingWith("lingerTimeout=\"")
                .withMessageContaining("0s to 60s, such as")
                .withMessageEndingWith("such as \"5s\"");
    }

    private static ThrowableAssertAlternative<IllegalArgumentException> refused(UnaryOperator<ManagerConfig> change) {
        return assertThatIllegalArgumentException().isThrownBy(() -> change.apply(DEFAULTS));
    }
}
