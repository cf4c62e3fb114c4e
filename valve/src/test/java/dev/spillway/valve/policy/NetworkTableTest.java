/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTableTest {
    private static final NetworkTable NESTED =
            tableOf("10.0.0.0/8=a 10.1.0.0/16=b 10.1.2.0/24=c 10.1.2.3/32=d 10.255.0.0/16=e 255.255.255.255=z"
                    + " ::/0=v 2001:db8::/32=w ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff=x");

    @ParameterizedTest
    @CsvSource(textBlock = """
            9.255.255.255,   -
            10.0.0.0,        a
            10.1.0.0,        b
            10.1.2.2,        c
            10.1.2.3,        d
            10.1.2.4,        c
            10.1.3.0,        b
            10.2.0.0,        a
            10.255.255.255,  e
            11.0.0.0,        -
            ::ffff:10.1.2.3, d
            255.255.255.255, z
            0.0.0.0,         -
            ::,              v
            ::1,             v
            ::fffe:ffff:ffff, v
            ::1:0:0:0,       v
            2001:db8::,      w
            2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, w
            2001:db9::,      v
            ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe, v
            ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, x
            """)
    void longestPrefixWins(String address, char code) {
        assertThat(NESTED.find(IpAddress.parse(address))).isEqualTo(code == '-' ? NetworkTable.NONE : code);
    }

    @Test
    void emptyTableKnowsNothing() {
        assertThat(NetworkTable.of(List.of()).find(IpAddress.parse("::1"))).isEqualTo(NetworkTable.NONE);
    }

    @Test
    void networkThatIsThereTwiceCountsOnce() {
        assertThat(tableOf("10.0.0.0/8=a 10.0.0.0/8=a ::ffff:10.0.0.0/104=a").find(IpAddress.parse("10.0.0.1")))
                .isEqualTo('a');
    }

    @Test
    void networkWithTwoMeaningsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tableOf("10.0.0.0/8=a 10.0.0.0/8=b"))
                .withMessageContaining("10.0.0.0/8");
    }

    /** The table against going through all networks, with networks and addresses that lie close to each other. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20_261_120, 987_654_321})
    void tableSaysWhatGoingThroughAllSays(long seed) {
        System.out.println("NetworkTableTest seed " + seed);
        Random random = new Random(seed);
        Map<IpNetwork, NetworkTable.Entry> entries = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            IpNetwork network = randomNetwork(random);
            entries.put(network, new NetworkTable.Entry(network, (char) ('a' + random.nextInt(20))));
        }
        NetworkTable table = NetworkTable.of(List.copyOf(entries.values()));
        List<IpAddress> addresses = new ArrayList<>();
        for (IpNetwork network : entries.keySet()) {
            addresses.add(network.first());
            addresses.add(network.last());
            addresses.add(neighbour(network.first(), -1));
            addresses.add(neighbour(network.last(), 1));
            addresses.add(randomAddress(random));
        }
        for (IpAddress address : addresses) {
            assertThat(table.find(address))
                    .as("%s, seed %s", address, seed)
                    .isEqualTo(slowly(entries.values(), address));
        }
    }

    private static char slowly(Iterable<NetworkTable.Entry> entries, IpAddress address) {
        NetworkTable.Entry best = null;
        for (NetworkTable.Entry entry : entries) {
            IpNetwork network = entry.network();
            boolean holds = network.first().compareWith(address) <= 0
                    && address.compareWith(network.last()) <= 0
                    && (network.prefix() >= 96 && network.first().isV4()) == address.isV4();
            if (holds && (best == null || network.prefix() > best.network().prefix())) {
                best = entry;
            }
        }
        return best == null ? NetworkTable.NONE : best.code();
    }

    private static IpNetwork randomNetwork(Random random) {
        IpAddress address = randomAddress(random);
        int prefix = address.isV4() ? 96 + random.nextInt(33) : random.nextInt(129);
        for (int cut = 128; cut > prefix; cut--) {
            int bit = 128 - cut;
            address = bit < 64
                    ? new IpAddress(address.high(), address.low() & ~(1L << bit))
                    : new IpAddress(address.high() & ~(1L << (bit - 64)), address.low());
        }
        return new IpNetwork(address, prefix);
    }

    private static IpAddress randomAddress(Random random) {
        if (random.nextBoolean()) {
            return IpAddress.ofV4(random.nextInt() & 0xFF07_030F);
        }
        return new IpAddress(random.nextLong() & 0xF000_0000_0000_0003L, random.nextLong() & 0xF000_FFFF_0000_0003L);
    }

    private static IpAddress neighbour(IpAddress address, int step) {
        long low = address.low() + step;
        long carry = step > 0 && low == 0 ? 1 : step < 0 && low == -1 ? -1 : 0;
        return new IpAddress(address.high() + carry, low);
    }

    private static NetworkTable tableOf(String text) {
        List<NetworkTable.Entry> entries = new ArrayList<>();
        for (String item : text.split(" ", -1)) {
            int equals = item.indexOf('=');
            entries.add(new NetworkTable.Entry(
                    IpNetwork.parse("test", item.substring(0, equals)), item.charAt(equals + 1)));
        }
        return NetworkTable.of(entries);
    }
}
