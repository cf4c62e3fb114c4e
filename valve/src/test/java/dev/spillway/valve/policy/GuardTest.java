/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                         | tomcat  | ADMIT
            network(allow=192.0.2.0/24)                | tomcat  | ADMIT
            network(deny=192.0.2.0/24)                 | tomcat  | 403
            network(deny=192.0.2.0/24)                 | 404     | 404
            network(deny=192.0.2.0/24)                 | 503 60s | 503/60
            network(deny=192.0.2.0/24 paths=/other/**) | tomcat  | ADMIT
            network(deny=192.0.2.0/24 onRefusal=451)   | tomcat  | 451
            scripted(says=leave)                       | tomcat  | LEAVE
            scripted(says=throw)                       | tomcat  | 500
            """)
    void guardRefusesWithAStatusOrNotAtAll(String guard, String onRefusal, String expected) {
        try (PolicySet set = PolicySet.parseGuard(guard, onRefusal)) {
            Verdict verdict = set.decideOnTheWayIn(new StubRequest().servletRequest(), "/files/a.iso");
            assertThat(PolicySetTest.show(verdict)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user                                              | "user"    | security-constraint
            role(staff)                                       | "role"    | security-constraint
            any(network(allow=10.0.0.0/8) role(staff))        | "role"    | security-constraint
            network(allow=10.0.0.0/8 onRefusal=tomcat)        | onRefusal | 400 to 599
            """)
    void whatComesTooEarlyIsRefused(String guard, String named, String cure) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicySet.parseGuard(guard, "403"))
                .withMessageContainingAll(named, cure);
    }
}
