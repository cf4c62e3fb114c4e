/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Terms are short whatever a client sends, and nothing in them is null. */
class TermsTest {
    @Test
    void whatIsTooLongIsCut() {
        String endless = "x".repeat(100_000);
        Terms terms = new Terms(endless, endless, endless, endless, endless, 0, 0, 0);
        assertThat(terms.client()).hasSize(64).endsWith("x...");
        assertThat(terms.user()).hasSize(256).endsWith("x...");
        assertThat(terms.uri()).hasSize(1024).endsWith("x...");
        assertThat(terms.range()).hasSize(256).endsWith("x...");
        assertThat(terms.rule()).hasSize(64).endsWith("x...");
    }

    @Test
    void whatFitsStaysAsItIs() {
        String address = "y".repeat(64);
        assertThat(Terms.ofClient(address).client()).isEqualTo(address);
    }

    @Test
    void nullSaysNothing() {
        assertThat(new Terms(null, null, null, null, null, Terms.USUAL_PRIORITY, 0, 0))
                .isEqualTo(Terms.NONE);
    }

    @Test
    void eachChangeChangesOneThing() {
        Terms terms = Terms.ofClient("192.0.2.1")
                .withUser("ada")
                .withRequest("/a", "0-1/2")
                .withRule("films")
                .withPriority(9)
                .withRate(1000, 10);
        assertThat(terms).isEqualTo(new Terms("192.0.2.1", "ada", "/a", "0-1/2", "films", 9, 1000, 10));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10, Integer.MIN_VALUE})
    void refusesAPriorityOutOfBounds(int priority) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Terms.NONE.withPriority(priority))
                .withMessageContaining("priority=\"" + priority + "\" is out of bounds: 0 to 9");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void refusesANegativeRate(long bytesPerSecond) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Terms.NONE.withRate(bytesPerSecond, 0))
                .withMessageContaining("bytesPerSecond=" + bytesPerSecond + " ")
                .withMessageContaining("0 is no limit");
        assertThatIllegalArgumentException().isThrownBy(() -> Terms.NONE.withRate(0, bytesPerSecond));
    }
}
