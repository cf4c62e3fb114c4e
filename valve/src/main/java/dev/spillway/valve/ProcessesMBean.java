/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.process.client.ManagerProcessesMXBean;
import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * Shows the processes of a manager in JMX, if it has any, beside the manager: {@code
 * Catalina:type=DownloadManagerProcesses,name=DownloadValve}.
 */
final class ProcessesMBean {
    private static final Log log = LogFactory.getLog(ProcessesMBean.class);
    private static final StringManager sm = StringManager.getManager(ProcessesMBean.class);

    private static final String TYPE = "type=DownloadManagerProcesses";

    private ObjectName name;

    private ProcessesMBean() {}

    /**
     * Registers the processes. Trouble with JMX is logged, and stops no download.
     *
     * @param valveName the name of the valve in JMX; null if JMX is off
     */
    static ProcessesMBean register(DownloadManager manager, ObjectName valveName) {
        ProcessesMBean bean = new ProcessesMBean();
        if (valveName == null || !(manager instanceof ManagerProcessesMXBean processes)) {
            return bean;
        }
        try {
            ObjectName name = new ObjectName(valveName.getDomain() + ":"
                    + valveName.getKeyPropertyListString().replaceFirst("type=Valve", TYPE));
            ManagementFactory.getPlatformMBeanServer().registerMBean(processes, name);
            bean.name = name;
        } catch (JMException e) {
            log.warn(sm.getString("processesMBean.registerFailed", valveName), e);
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
            log.warn(sm.getString("processesMBean.unregisterFailed", name), e);
        }
        name = null;
    }
}
