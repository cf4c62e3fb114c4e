/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.DownloadManagerMXBean;
import dev.spillway.manager.api.Outcome;
import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * Shows a manager in JMX, in the domain of Tomcat and beside the valve: {@code
 * Catalina:type=DownloadManager,name=DownloadValve} for a valve in the Engine, with {@code host} and {@code context} as
 * the valve has them.
 */
final class ManagerMBean implements DownloadManagerMXBean {
    private static final Log log = LogFactory.getLog(ManagerMBean.class);
    private static final StringManager sm = StringManager.getManager(ManagerMBean.class);

    private static final String TYPE = "type=DownloadManager";

    private final DownloadManager manager;
    private ObjectName name;

    private ManagerMBean(DownloadManager manager) {
        this.manager = manager;
    }

    /** Registers a manager. Trouble with JMX is logged, and stops no download. */
    static ManagerMBean register(DownloadManager manager, ObjectName valveName) {
        ManagerMBean bean = new ManagerMBean(manager);
        if (valveName == null) {
            return bean;
        }
        try {
            ObjectName name = new ObjectName(valveName.getDomain() + ":"
                    + valveName.getKeyPropertyListString().replaceFirst("type=Valve", TYPE));
            // The interface is not public in this package, so JMX is told which one it is.
            StandardMBean view = new StandardMBean(bean, DownloadManagerMXBean.class, true);
            ManagementFactory.getPlatformMBeanServer().registerMBean(view, name);
            bean.name = name;
        } catch (JMException e) {
            log.warn(sm.getString("managerMBean.registerFailed", valveName), e);
        }
        return bean;
    }

    void unregister() {
        if (name == null) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            log.debug("Somebody else has unregistered [" + name + "]", e);
        } catch (JMException e) {
            log.warn(sm.getString("managerMBean.unregisterFailed", name), e);
        }
        name = null;
    }

    @Override
    public int getQueueLength() {
        return manager.stats().queueLength();
    }

    @Override
    public int getActiveDownloads() {
        return manager.stats().active();
    }

    @Override
    public int getLingeringConnections() {
        return manager.stats().lingering();
    }

    @Override
    public int getOpenFiles() {
        return manager.stats().openFiles();
    }

    @Override
    public long getTotalDownloads() {
        return manager.stats().total();
    }

    @Override
    public long getBytesSent() {
        return manager.stats().bytesSent();
    }

    @Override
    public long getCompleted() {
        return manager.stats().ended(Outcome.COMPLETED);
    }

    @Override
    public long getClientGone() {
        return manager.stats().ended(Outcome.CLIENT_GONE);
    }

    @Override
    public long getStalled() {
        return manager.stats().ended(Outcome.STALLED);
    }

    @Override
    public long getFileChanged() {
        return manager.stats().ended(Outcome.FILE_CHANGED);
    }

    @Override
    public long getCutByStop() {
        return manager.stats().ended(Outcome.CUT_BY_STOP);
    }

    @Override
    public long getFailed() {
        return manager.stats().ended(Outcome.FAILED);
    }
}
