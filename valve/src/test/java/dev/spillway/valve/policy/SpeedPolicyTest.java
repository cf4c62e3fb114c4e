/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SYSTEMS.md A2 "connection speed". */
class SpeedPolicyTest {
    private static final IpAddress CLIENT = IpAddress.parse("192.0.2.1");

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 10); // overflows during the test

    /** The client took 10 MiB in so many milliseconds. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            slower=1MiB             | 20000 | ADMIT
            slower=1MiB             | 10000 | LEAVE
            slower=1MiB             | 5000  | LEAVE
            faster=1MiB             | 20000 | LEAVE
            faster=1MiB             | 10000 | ADMIT
            faster=1MiB             | 5000  | ADMIT
            faster=1M slower=3M     | 5000  | ADMIT
            faster=1M slower=3M     | 1000  | LEAVE
            faster=1M slower=3M     | 20000 | LEAVE
            faster=1M unknown=deny  | 5000  | ADMIT
            slower=1M sample=11M    | 5000  | ADMIT
            slower=1M sample=10M    | 5000  | LEAVE
            slower=1M               | 0     | ADMIT
            slower=1M unknown=deny  | 0     | LEAVE
            """)
    void measuredSpeedDecides(String parameters, long millis, String expected) {
        PolicySet set = PolicySet.parse("any(speed(" + parameters + "))", "tomcat");
        set.ended("::ffff:192.0.2.1", 10 << 20, Duration.ofMillis(millis));
        assertThat(set.decide(new StubRequest().download()).kind()).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unknown=admit | 198.51.100.1 | ADMIT
            unknown=deny  | 198.51.100.1 | LEAVE
            unknown=admit | unknown      | ADMIT
            unknown=deny  |              | LEAVE
            """)
    void unknownClientIsTreatedAsConfigured(String parameter, String address, String expected) {
        PolicySet set = PolicySet.parse("speed(slower=1 " + parameter + ")", "tomcat");
        set.ended("192.0.2.1", 10 << 20, Duration.ofSeconds(1));
        set.ended("nonsense", 10 << 20, Duration.ofSeconds(1));
        set.ended(null, 10 << 20, Duration.ofSeconds(1));
        assertThat(set.decide(new StubRequest().address(address).download()).kind())
                .hasToString(expected);
    }

    @Test
    void newMeasurementCountsHalf() {
        SpeedTable table = table(16, Duration.ofHours(1));
        table.record(CLIENT, 1_000);
        table.record(CLIENT, 3_000);
        assertThat(table.rateOf(CLIENT)).isEqualTo(2_000);
    }

    @Test
    void oldMeasurementIsForgotten() {
        SpeedTable table = table(16, Duration.ofSeconds(1));
        table.record(CLIENT, 1_000);
        clock.addAndGet(1_000_000_000);
        assertThat(table.rateOf(CLIENT)).isEqualTo(1_000);
        clock.addAndGet(1);
        assertThat(table.rateOf(CLIENT)).isEqualTo(SpeedTable.UNKNOWN);
        table.record(CLIENT, 3_000);
        assertThat(table.rateOf(CLIENT)).as("without the forgotten one").isEqualTo(3_000);
    }

    @Test
    void subscriberOfIpv6IsOneClient() {
        SpeedTable table = table(16, Duration.ofHours(1));
        table.record(IpAddress.parse("2001:db8:0:1::1"), 1_000);
        assertThat(table.rateOf(IpAddress.parse("2001:db8:0:1:ffff::2"))).isEqualTo(1_000);
        assertThat(table.rateOf(IpAddress.parse("2001:db8:0:2::1"))).isEqualTo(SpeedTable.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "17, 32", "1024, 1024", "1025, 2048", "65536, 65536", "4194304, 4194304"})
    void capacityIsThePowerOfTwoFromThere(int clients, int capacity) {
        assertThat(table(clients, Duration.ofHours(1)).capacity()).isEqualTo(capacity);
    }

    /** CVE-2024-8184, CVE-2024-9823. */
    @Test
    void tableStaysBoundedUnderAMillionAddressesAndKeepsTheLatest() {
        SpeedTable table = table(1_024, Duration.ofHours(1));
        for (int i = 0; i < 1_000_000; i++) {
            clock.incrementAndGet();
            table.record(i % 2 == 0 ? IpAddress.ofV4(i) : new IpAddress(0x2001_0db8_0000_0000L + i, i), 1_000 + i);
        }
        assertThat(table.capacity()).isEqualTo(1_024);
        long known = 0;
        for (int i = 0; i < 1_000_000; i++) {
            IpAddress client = i % 2 == 0 ? IpAddress.ofV4(i) : new IpAddress(0x2001_0db8_0000_0000L + i, 7);
            double rate = table.rateOf(client);
            if (rate != SpeedTable.UNKNOWN) {
                known++;
                assertThat(rate).isEqualTo(1_000 + i);
                assertThat(i).as("old ones make way").isGreaterThan(900_000);
            }
        }
        assertThat(known).isEqualTo(1_024);
    }

    /** Loop threads bring the measurements, and serve many clients meanwhile. */
    @Test
    void recordingNeverWaits() throws InterruptedException {
        CountDownLatch isInside = new CountDownLatch(1);
        CountDownLatch mayLeave = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        SpeedTable table = new SpeedTable(16, Duration.ofHours(1), () -> {
            if (Thread.currentThread() != main) {
                isInside.countDown();
                while (mayLeave.getCount() > 0) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
            return 0;
        });
        Thread holder = new Thread(() -> table.record(CLIENT, 1_000));
        holder.start();
        try {
            isInside.await();
            table.record(CLIENT, 3_000);
        } finally {
            mayLeave.countDown();
            holder.join(30_000);
        }
        assertThat(table.rateOf(CLIENT)).isEqualTo(1_000);
    }

    private SpeedTable table(int clients, Duration maxAge) {
        return new SpeedTable(clients, maxAge, clock::get);
    }
}
