/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4291 section 2.2 and 2.5.5.2. */
class IpAddressTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            0.0.0.0,                             0.0.0.0
            192.0.2.1,                           192.0.2.1
            255.255.255.255,                     255.255.255.255
            ::ffff:192.0.2.1,                    192.0.2.1
            ::FFFF:c000:201,                     192.0.2.1
            0:0:0:0:0:ffff:192.0.2.1,            192.0.2.1
            0000:0000:0000:0000:0000:FFFF:C000:0201, 192.0.2.1
            ::,                                  0000:0000:0000:0000:0000:0000:0000:0000
            ::1,                                 0000:0000:0000:0000:0000:0000:0000:0001
            0:0:0:0:0:0:0:1,                     0000:0000:0000:0000:0000:0000:0000:0001
            1::,                                 0001:0000:0000:0000:0000:0000:0000:0000
            2001:db8::8:800:200c:417a,           2001:0db8:0000:0000:0008:0800:200c:417a
            2001:DB8:0:0:8:800:200C:417A,        2001:0db8:0000:0000:0008:0800:200c:417a
            1:2:3:4:5:6:7::,                     0001:0002:0003:0004:0005:0006:0007:0000
            ::2:3:4:5:6:7:8,                     0000:0002:0003:0004:0005:0006:0007:0008
            1:2:3:4:5:6:77.88.99.11,             0001:0002:0003:0004:0005:0006:4d58:630b
            ::13.1.68.3,                         0000:0000:0000:0000:0000:0000:0d01:4403
            64:ff9b::192.0.2.33,                 0064:ff9b:0000:0000:0000:0000:c000:0221
            fe80::1%eth0,                        fe80:0000:0000:0000:0000:0000:0000:0001
            fe80:0:0:0:0:0:0:1%2,                fe80:0000:0000:0000:0000:0000:0000:0001
            """)
    void addressIsRead(String text, String written) {
        assertThat(IpAddress.parse(text)).hasToString(written);
        assertThat(IpAddress.parse(written)).isEqualTo(IpAddress.parse(text));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "unknown",
                "192.0.2",
                "192.0.2.",
                "192.0.2.1.",
                ".192.0.2.1",
                "192..2.1",
                "192.0.2.256",
                "192.0.2.1234",
                "192.0.2.01",
                "0300.0.2.1",
                "0x7f.0.0.1",
                "2130706433",
                "192.0.2.1:8080",
                " 192.0.2.1",
                "192.0.2.1 ",
                "192.0.2.1,10.0.0.1",
                "-1.0.0.0",
                "+1.0.0.0",
                "\u0661.0.0.1",
                ":",
                ":::",
                "1:",
                ":1",
                ":1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1::2::3",
                "1:::2",
                "12345::",
                "g::",
                "::1.2.3",
                "::1.2.3.256",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "[::1]",
                "[::1]:80",
                "::1/64",
                "::\u0661",
                "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.2555"
            })
    void otherTextIsNoAddress(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @Test
    void hugeTextIsNoAddress() {
        assertThat(IpAddress.parse("1:".repeat(1_000_000))).isNull();
        assertThat(IpAddress.parse("1".repeat(1_000_000))).isNull();
    }

    @Test
    void whatJavaWritesIsReadBack() throws UnknownHostException {
        long seed = 20_261_120;
        System.out.println("IpAddressTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            bytes[random.nextInt(bytes.length)] = 0;
            String text = InetAddress.getByAddress(bytes).getHostAddress();
            IpAddress address = IpAddress.parse(text);
            assertThat(InetAddress.getByName(address.toString()).getAddress())
                    .as(text)
                    .isEqualTo(InetAddress.getByAddress(bytes).getAddress());
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            192.0.2.1,       ::ffff:192.0.2.1,           true
            192.0.2.1,       192.0.2.2,                  false
            2001:db8:1:2::1, 2001:db8:1:2:ffff:1:2:3,    true
            2001:db8:1:2::1, 2001:db8:1:3::1,            false
            192.0.2.1,       ::192.0.2.1,                false
            ::1,             0.0.0.0,                    false
            """)
    void clientIsAnAddressOrANetworkOf64Bits(String one, String other, boolean isSame) {
        assertThat(IpAddress.parse(one).clientKey() == IpAddress.parse(other).clientKey())
                .isEqualTo(isSame);
    }
}
