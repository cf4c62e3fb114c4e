/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            10.0.0.0/8,            10.0.0.0,                                10.255.255.255
            0.0.0.0/0,             0.0.0.0,                                 255.255.255.255
            192.0.2.1,             192.0.2.1,                               192.0.2.1
            192.0.2.1/32,          192.0.2.1,                               192.0.2.1
            ::ffff:10.0.0.0/104,   10.0.0.0,                                10.255.255.255
            ::/0,                  0000:0000:0000:0000:0000:0000:0000:0000, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
            fd00::/8,              fd00:0000:0000:0000:0000:0000:0000:0000, fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
            2001:db8:0:1::/64,     2001:0db8:0000:0001:0000:0000:0000:0000, 2001:0db8:0000:0001:ffff:ffff:ffff:ffff
            2001:db8::8000:0:0:0/65, 2001:0db8:0000:0000:8000:0000:0000:0000, 2001:0db8:0000:0000:ffff:ffff:ffff:ffff
            ::1,                   0000:0000:0000:0000:0000:0000:0000:0001, 0000:0000:0000:0000:0000:0000:0000:0001
            """)
    void networkIsRead(String text, String first, String last) {
        IpNetwork network = IpNetwork.parse("allow", text);
        assertThat(network.first()).hasToString(first);
        assertThat(network.last()).hasToString(last);
        assertThat(IpNetwork.parse("allow", network.toString())).isEqualTo(network);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0/8",
                "10.*",
                "10.0.0.0-10.0.0.9",
                "::/129",
                "::/ 1",
                "fe80::%eth0/64",
                "example.com",
                "10.0.0.0/255.0.0.0"
            })
    void otherTextIsRefusedWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpNetwork.parse("allow", text))
                .withMessageContainingAll("allow", '"' + text + '"', "10.0.0.0/8", "128");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            10.0.0.1/8,              10.0.0.0/8
            192.0.2.255/25,          192.0.2.128/25
            1.2.3.4/0,               0.0.0.0/0
            2001:db8::1/32,          2001:0db8:0000:0000:0000:0000:0000:0000/32
            ::1/127,                 0000:0000:0000:0000:0000:0000:0000:0000/127
            """)
    void bitsBehindThePrefixAreRefusedWithTheCure(String text, String cure) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpNetwork.parse("allow", text))
                .withMessageContaining("write \"" + cure + "\"");
    }
}
