/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkPolicyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            allow=10.0.0.0/8 fd00::/8           | 10.1.2.3               | ADMIT
            allow=10.0.0.0/8 fd00::/8           | 11.1.2.3               | LEAVE
            allow=10.0.0.0/8 fd00::/8           | fd12::1                | ADMIT
            allow=10.0.0.0/8 fd00::/8           | fe80::1%eth0           | LEAVE
            allow=10.0.0.0/8                    | ::ffff:10.1.2.3        | ADMIT
            allow=10.0.0.0/8                    | 0:0:0:0:0:ffff:a01:203 | ADMIT
            allow=10.0.0.0/8                    | ::10.1.2.3             | LEAVE
            allow=::ffff:10.0.0.0/104           | 10.1.2.3               | ADMIT
            allow=::/0                          | 10.1.2.3               | LEAVE
            allow=0.0.0.0/0                     | ::1                    | LEAVE
            allow=0.0.0.0/0 ::/0                | ::1                    | ADMIT
            deny=10.0.0.0/8                     | 10.1.2.3               | LEAVE
            deny=10.0.0.0/8                     | 11.1.2.3               | ADMIT
            deny=10.0.0.0/8                     | ::1                    | ADMIT
            allow=10.0.0.0/8 deny=10.6.0.0/16   | 10.6.1.1               | LEAVE
            allow=10.0.0.0/8 deny=10.6.0.0/16   | 10.7.1.1               | ADMIT
            deny=10.6.0.0/16 allow=10.0.0.0/8   | 10.6.1.1               | LEAVE
            allow=10.6.6.0/24 deny=10.0.0.0/8   | 10.6.6.1               | ADMIT
            allow=10.6.6.0/24 deny=10.0.0.0/8   | 11.0.0.1               | LEAVE
            deny=10.0.0.0/8                     |                        | LEAVE
            deny=10.0.0.0/8                     | 11.1.2.3:443           | LEAVE
            deny=10.0.0.0/8                     | unknown                | LEAVE
            deny=10.0.0.0/8                     | 11.1.2.3, 11.1.2.4     | LEAVE
            """)
    void longestPrefixDecides(String parameters, String address, String expected) {
        PolicySet set = PolicySet.parse("network(" + parameters + ")", "tomcat");
        assertThat(set.decide(new StubRequest().address(address).download()).kind())
                .hasToString(expected);
    }
}
