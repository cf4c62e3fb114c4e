/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {
    @Test
    void namesAndOptionsMayStandInAnyOrder() {
        BenchOptions options = parse("slow", "--seconds", "20", "page", "--peers", "nginx,spillway", "--equal-limits");
        assertThat(options)
                .isEqualTo(new BenchOptions(
                        List.of("slow", "page"), List.of("nginx", "spillway"), 20, 3, 10_000, "", "", true));
    }

    @Test
    void whatMakesNoSenseIsRefusedWithItsName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--second", "20"))
                .withMessageContaining("--second");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--rounds", "0"))
                .withMessageContaining("at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("--rounds", "x"))
                .withMessageContaining("x");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--peers")).withMessageContaining("needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BenchOptions.checkNames("peer", List.of("iis"), List.of("nginx")))
                .withMessageContaining("\"iis\"")
                .withMessageContaining("nginx");
    }

    private static BenchOptions parse(String... args) {
        return BenchOptions.parse(args);
    }
}
