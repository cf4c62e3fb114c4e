/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import dev.spillway.manager.api.ManagerStats;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.apache.tomcat.util.res.StringManager;

/**
 * What somebody should know at once, as notifications of JMX. Each kind is sent at most once in {@link #QUIET_NANOS},
 * however often its cause comes back, and what happened meanwhile is in the next one.
 */
final class Alarms extends NotificationBroadcasterSupport {
    static final String QUEUE_LONG = "dev.spillway.queue.long";
    static final String QUEUE_SHORT = "dev.spillway.queue.short";
    static final String REFUSED = "dev.spillway.refused";
    static final String MANAGER_LOST = "dev.spillway.manager.lost";
    static final long QUIET_NANOS = 60_000_000_000L;

    private static final StringManager sm = StringManager.getManager(Alarms.class);

    private ObjectName source;
    private int queueMark;
    private boolean isQueueLong;
    private int lossesBefore;
    private long refusedBefore;
    private long sequence;
    private long queueToldNanos;
    private long refusalToldNanos;

    Alarms(long nowNanos) {
        super(new MBeanNotificationInfo(
                new String[] {QUEUE_LONG, QUEUE_SHORT, REFUSED, MANAGER_LOST},
                Notification.class.getName(),
                sm.getString("alarms.description")));
        queueToldNanos = nowNanos - QUIET_NANOS;
        refusalToldNanos = nowNanos - QUIET_NANOS;
    }

    /** The name by which the manager is known; without one nothing is sent. */
    synchronized void setSource(ObjectName name) {
        source = name;
    }

    synchronized int queueMark() {
        return queueMark;
    }

    /**
     * Changes the mark.
     *
     * @param downloads 0 for none
     */
    synchronized void setQueueMark(int downloads) {
        if (downloads < 0) {
            throw new IllegalArgumentException("QueueMark=\"" + downloads + "\" is less than 0; 0 is no mark");
        }
        queueMark = downloads;
    }

    /** Looks at the figures, and tells of what has come up since the last time. */
    synchronized void look(ManagerStats stats, int losses, long nowNanos) {
        lookAtQueue(stats.queueLength(), nowNanos);
        if (stats.refused() > refusedBefore && nowNanos - refusalToldNanos >= QUIET_NANOS) {
            send(REFUSED, sm.getString("alarms.refused", stats.refused() - refusedBefore), stats.refused());
            refusedBefore = stats.refused();
            refusalToldNanos = nowNanos;
        }
        if (losses > lossesBefore) {
            send(MANAGER_LOST, sm.getString("alarms.lost", losses - lossesBefore), losses);
            lossesBefore = losses;
        }
    }

    private void lookAtQueue(int length, long nowNanos) {
        boolean isLong = queueMark > 0 && length > queueMark;
        if (isLong == isQueueLong || (isLong && nowNanos - queueToldNanos < QUIET_NANOS)) {
            return;
        }
        isQueueLong = isLong;
        if (isLong) {
            queueToldNanos = nowNanos;
        }
        send(
                isLong ? QUEUE_LONG : QUEUE_SHORT,
                sm.getString(isLong ? "alarms.queueLong" : "alarms.queueShort", length, queueMark),
                length);
    }

    private void send(String type, String message, Object figure) {
        if (source == null) {
            return;
        }
        Notification notification = new Notification(type, source, ++sequence, message);
        notification.setUserData(figure);
        sendNotification(notification);
    }
}
