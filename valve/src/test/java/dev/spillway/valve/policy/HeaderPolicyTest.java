/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderPolicyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name=X-Paid                      | X-Paid | ''       | ADMIT
            name=x-paid                      | X-PAID | no       | ADMIT
            name=X-Paid                      | X-Free | yes      | LEAVE
            name=X-Paid value=yes            | X-Paid | yes      | ADMIT
            name=X-Paid value=yes            | X-Paid | Yes      | LEAVE
            name=X-Paid value=yes            | X-Paid | yess     | LEAVE
            name=X-Paid value=yes            | X-Paid | ''       | LEAVE
            name=X-Paid value=yes ja         | X-Paid | ja       | ADMIT
            name=X-Paid pattern=y*           | X-Paid | yes/no   | LEAVE
            name=X-Paid pattern=y**          | X-Paid | yes/no   | ADMIT
            name=X-Paid value=a pattern=b*   | X-Paid | bc       | ADMIT
            """)
    void fieldDecides(String parameters, String name, String value, String expected) {
        assertThat(decide(parameters, new StubRequest().header(name, value))).hasToString(expected);
    }

    @Test
    void oneOfSeveralFieldLinesIsEnough() {
        StubRequest request = new StubRequest().header("X-Paid", "no").header("X-Paid", "yes");
        assertThat(decide("name=X-Paid value=yes", request)).isEqualTo(Verdict.Kind.ADMIT);
    }

    @Test
    void hugeFieldIsDecidedInTime() {
        StubRequest request = new StubRequest().header("X-Paid", "ab".repeat(1_000_000));
        Verdict.Kind kind = assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> decide("name=X-Paid value=yes pattern=**a**a**b**ac", request));
        assertThat(kind).isEqualTo(Verdict.Kind.LEAVE);
    }

    private static Verdict.Kind decide(String parameters, StubRequest request) {
        return PolicySet.parse("header(" + parameters + ")", "tomcat")
                .decide(request.download())
                .kind();
    }
}
