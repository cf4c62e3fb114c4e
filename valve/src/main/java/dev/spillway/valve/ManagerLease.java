/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.StopReport;
import dev.spillway.manager.core.EmbeddedManager;
import dev.spillway.process.client.RemoteManager;
import dev.spillway.valve.log.DownloadLog;
import dev.spillway.valve.log.LogSettings;
import dev.spillway.valve.status.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.management.ObjectName;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * The manager of one valve, from the first start of the valve to the stop of the server. It lives on over a stop and
 * start of the valve alone, as at the reload of an application, so that downloads and figures do, too.
 */
final class ManagerLease {
    private static final Log log = LogFactory.getLog(ManagerLease.class);
    private static final StringManager sm = StringManager.getManager(ManagerLease.class);

    private DownloadManager manager;
    private ManagerSettings settings;
    private LogSettings logSettings;
    private DownloadLog downloadLog;
    private ProcessesMBean processes;
    private Watch watch;

    /**
     * Starts a manager, or goes on with the one there is if it has the same settings.
     *
     * @param valveName the name of the valve in JMX, from which the manager's is made; null if JMX is off
     */
    synchronized DownloadManager acquire(ManagerSettings wanted, LogSettings wantedLog, ObjectName valveName)
            throws IOException {
        if (manager != null && !(wanted.equals(settings) && wantedLog.equals(logSettings))) {
            endInBackground(Duration.ofDays(1)); // nobody waits for it
        }
        if (manager == null) {
            downloadLog = DownloadLog.start(wantedLog);
            logSettings = wantedLog;
            manager = start(wanted, downloadLog);
            settings = wanted;
            watch = Watch.begin(manager, valveName);
            processes = ProcessesMBean.register(manager, valveName);
        }
        return manager;
    }

    private static DownloadManager start(ManagerSettings wanted, DownloadLog log) throws IOException {
        DownloadManager embedded = EmbeddedManager.start(wanted.engine());
        if (wanted.process().isEmpty()) {
            return embedded;
        }
        try {
            return RemoteManager.start(embedded, wanted.process().get(), log);
        } catch (IOException | RuntimeException e) {
            embedded.stop(Duration.ZERO);
            throw e;
        }
    }

    synchronized DownloadLog downloadLog() {
        return downloadLog;
    }

    synchronized Optional<DownloadManager> manager() {
        return Optional.ofNullable(manager);
    }

    synchronized Watch watch() {
        return watch;
    }

    /** Stops the manager, if there is one, and waits for it. */
    synchronized void end(Duration drainTimeout) {
        if (manager == null) {
            return;
        }
        DownloadManager ending = release();
        int running = ending.stats().active() + ending.stats().queueLength();
        if (running > 0 && settings.process().isEmpty()) {
            log.info(sm.getString("managerLease.draining", running, drainTimeout.toMillis()));
        }
        stop(ending, downloadLog, drainTimeout);
    }

    /** Stops the manager, if there is one, without waiting for it. */
    synchronized void endInBackground(Duration drainTimeout) {
        if (manager == null) {
            return;
        }
        DownloadManager ending = release();
        DownloadLog endingLog = downloadLog;
        Thread thread = new Thread(null, () -> stop(ending, endingLog, drainTimeout), "spillway-drain", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(ManagerLease.class.getClassLoader());
        thread.start();
    }

    private DownloadManager release() {
        DownloadManager released = manager;
        watch.end();
        processes.unregister();
        manager = null;
        return released;
    }

    private static void stop(DownloadManager ending, DownloadLog endingLog, Duration drainTimeout) {
        StopReport report = ending.stop(drainTimeout);
        endingLog.stop(Duration.ofSeconds(5));
        if (report.cut() > 0) {
            log.warn(sm.getString("managerLease.cut", report.drained(), report.cut(), drainTimeout.toMillis()));
        } else {
            log.info(sm.getString("managerLease.stopped", report.drained()));
        }
    }
}
