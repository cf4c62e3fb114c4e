/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.valve.testing.StubManager;
import java.util.ArrayList;
import java.util.List;
import javax.management.MalformedObjectNameException;
import javax.management.Notification;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private final StubManager manager = new StubManager();
    private final Alarms alarms = new Alarms(0);
    private final List<Notification> told = new ArrayList<>();

    @BeforeEach
    void listen() throws MalformedObjectNameException {
        alarms.setSource(new ObjectName("Test:type=DownloadManager"));
        alarms.addNotificationListener((notification, handback) -> told.add(notification), null, null);
        alarms.setQueueMark(10);
    }

    private void look(int queueLength, long refused, long nowNanos) {
        manager.queueLength = queueLength;
        manager.refused = refused;
        alarms.look(manager.stats(), manager.losses(), nowNanos);
    }

    @Test
    void aQueueOverTheMarkIsToldOfOnceAndSoIsItsEnd() {
        look(10, 0, 1);
        assertThat(told).isEmpty();
        look(11, 0, 2);
        look(500, 0, 3);
        look(10, 0, 4);
        look(0, 0, 5);
        assertThat(told).extracting(Notification::getType).containsExactly(Alarms.QUEUE_LONG, Alarms.QUEUE_SHORT);
        assertThat(told.get(0).getUserData()).isEqualTo(11);
        assertThat(told.get(0).getMessage()).contains("[11]", "[10]");
        assertThat(told.get(0).getSequenceNumber()).isLessThan(told.get(1).getSequenceNumber());
    }

    @Test
    void aQueueThatGoesUpAndDownIsToldOfOnceInAMinute() {
        for (int second = 0; second < 120; second++) {
            look(second % 2 == 0 ? 11 : 0, 0, second * 1_000_000_000L);
        }
        assertThat(told)
                .filteredOn(one -> one.getType().equals(Alarms.QUEUE_LONG))
                .hasSize(2);
    }

    @Test
    void withoutAMarkNoQueueIsLong() {
        alarms.setQueueMark(0);
        look(1_000_000, 0, 1);
        assertThat(told).isEmpty();
    }

    @Test
    void aMarkBelowZeroIsRefused() {
        assertThatThrownBy(() -> alarms.setQueueMark(-1)).hasMessageContaining("QueueMark=\"-1\"");
        assertThat(alarms.queueMark()).isEqualTo(10);
    }

    @Test
    void refusalsAreToldOfOnceInAMinuteWithTheirNumber() {
        look(0, 3, 0);
        look(0, 5, 1);
        look(0, 9, Alarms.QUIET_NANOS - 1);
        look(0, 10, Alarms.QUIET_NANOS);
        look(0, 10, 3 * Alarms.QUIET_NANOS);
        assertThat(told).extracting(Notification::getType).containsExactly(Alarms.REFUSED, Alarms.REFUSED);
        assertThat(told.get(0).getMessage()).contains("[3]");
        assertThat(told.get(1).getMessage()).contains("[7]");
        assertThat(told.get(1).getUserData()).isEqualTo(10L);
    }

    @Test
    void eachLossIsToldOfOnce() {
        look(0, 0, 1);
        manager.losses = 2;
        look(0, 0, 2);
        look(0, 0, 3);
        manager.losses = 3;
        look(0, 0, 4);
        assertThat(told).extracting(Notification::getType).containsExactly(Alarms.MANAGER_LOST, Alarms.MANAGER_LOST);
        assertThat(told.get(0).getMessage()).contains("[2]");
        assertThat(told.get(1).getMessage()).contains("[1]");
        assertThat(told.get(1).getUserData()).isEqualTo(3);
    }

    @Test
    void everyKindIsAnnounced() {
        assertThat(alarms.getNotificationInfo()[0].getNotifTypes())
                .containsExactlyInAnyOrder(Alarms.QUEUE_LONG, Alarms.QUEUE_SHORT, Alarms.REFUSED, Alarms.MANAGER_LOST);
    }
}
