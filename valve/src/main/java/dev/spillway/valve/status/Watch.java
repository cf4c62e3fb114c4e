/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.valve.jmx.ManagerBeans;
import dev.spillway.valve.metrics.DownloadMetrics;
import dev.spillway.valve.metrics.Exposition;
import javax.management.ObjectName;
import org.apache.catalina.Realm;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/** All that is known of a manager for those who look at it: in JMX, as metrics, and on the page. Lives as long as it does. */
public final class Watch {
    private static final Log log = LogFactory.getLog(Watch.class);
    private static final StringManager sm = StringManager.getManager(Watch.class);

    private final DownloadManager manager;
    private final ManagerBeans beans;
    private final History history = new History();
    private final DownloadMetrics metrics = new DownloadMetrics();
    private volatile boolean isBroken;

    private Watch(DownloadManager manager, ManagerBeans beans) {
        this.manager = manager;
        this.beans = beans;
    }

    /**
     * Begins, and shows the manager in JMX.
     *
     * @param valveName the name of the valve in JMX; null if JMX is off
     */
    public static Watch begin(DownloadManager manager, ObjectName valveName) {
        return new Watch(manager, ManagerBeans.register(manager, valveName));
    }

    /** To be called about once in a second, by any thread that may do other things than downloads. */
    public void look() {
        try {
            ManagerStats stats = manager.stats();
            history.add(new History.Sample(
                    System.currentTimeMillis(), stats.queueLength(), stats.active(), stats.bytesPerSecond()));
            beans.look(stats);
            isBroken = false;
        } catch (RuntimeException e) {
            if (!isBroken) { // thrown further it would end the looking for ever
                log.error(sm.getString("watch.failed"), e);
            }
            isBroken = true;
        }
    }

    /** What is to be told of the end of each download. */
    public DownloadMetrics metrics() {
        return metrics;
    }

    /** The pages about this manager. */
    public StatusSite site(StatusSettings settings, Realm realm) {
        Exposition exposition = new Exposition(manager, metrics);
        return new StatusSite(settings, new Visitors(settings.role(), realm), manager, history, exposition);
    }

    /** Takes the manager out of JMX. */
    public void end() {
        beans.unregister();
    }
}
