/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.DownloadManagerMBean;
import dev.spillway.manager.api.DownloadRuleMBean;
import dev.spillway.manager.api.ManagerStats;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * Shows a manager in JMX, in the domain of Tomcat and beside the valve: {@code
 * Catalina:type=DownloadManager,name=DownloadValve} for a valve in the Engine, with {@code host} and {@code context} as
 * the valve has them, and each rule with a limit as {@code type=DownloadRule} with {@code rule}. Trouble with JMX is
 * logged, and stops no download.
 */
public final class ManagerBeans {
    private static final Log log = LogFactory.getLog(ManagerBeans.class);
    private static final StringManager sm = StringManager.getManager(ManagerBeans.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final DownloadManager manager;
    private final ObjectName valveName;
    private final Alarms alarms = new Alarms(System.nanoTime());
    private final ProcessMemory memory = new ProcessMemory();
    private final Map<String, ObjectName> rules = new HashMap<>();
    private ObjectName name;

    private ManagerBeans(DownloadManager manager, ObjectName valveName) {
        this.manager = manager;
        this.valveName = valveName;
    }

    /**
     * Registers a manager.
     *
     * @param valveName the name of the valve; null if JMX is off
     */
    public static ManagerBeans register(DownloadManager manager, ObjectName valveName) {
        ManagerBeans beans = new ManagerBeans(manager, valveName);
        if (valveName != null) {
            beans.registerManager();
            beans.registerRules();
        }
        return beans;
    }

    private void registerManager() {
        DownloadManagerMBean bean = new ManagerMBean(manager, alarms, memory);
        name = register(new DescribedMBean(bean, DownloadManagerMBean.class, alarms, "manager"), "DownloadManager", "");
        alarms.setSource(name);
    }

    private void registerRules() {
        Set<String> present = manager.limits().rules().keySet();
        for (String rule : present) {
            rules.computeIfAbsent(rule, this::registerRule);
        }
        rules.entrySet().removeIf(entry -> {
            boolean isGone = !present.contains(entry.getKey());
            if (isGone) {
                unregister(entry.getValue());
            }
            return isGone;
        });
    }

    private ObjectName registerRule(String rule) {
        DownloadRuleMBean bean = new RuleMBean(manager, rule);
        DescribedMBean described =
                new DescribedMBean(bean, DownloadRuleMBean.class, new NotificationBroadcasterSupport(), "rule");
        return register(described, "DownloadRule", ",rule=" + ObjectName.quote(rule));
    }

    /** @return the name, or null if it did not work */
    private ObjectName register(DescribedMBean bean, String type, String more) {
        try {
            String keys = valveName.getKeyPropertyListString().replaceFirst("type=Valve", "type=" + type);
            ObjectName wanted = new ObjectName(valveName.getDomain() + ":" + keys + more);
            server.registerMBean(bean, wanted);
            return wanted;
        } catch (JMException e) {
            log.warn(sm.getString("managerBeans.registerFailed", type, valveName), e);
            return null;
        }
    }

    /**
     * To be called about once in a second: tells those who listen of what has come up, and shows the rules that there are
     * now.
     */
    public synchronized void look(ManagerStats stats) {
        if (name != null) {
            alarms.look(stats, manager.losses(), System.nanoTime());
            memory.look(stats.queueLength() + stats.active());
            registerRules();
        }
    }

    /** Takes everything out of JMX. */
    public synchronized void unregister() {
        rules.values().forEach(this::unregister);
        rules.clear();
        unregister(name);
        name = null;
    }

    private void unregister(ObjectName registered) {
        if (registered == null) {
            return;
        }
        try {
            server.unregisterMBean(registered);
        } catch (InstanceNotFoundException e) {
            log.debug("Somebody else has unregistered [" + registered + "]", e);
        } catch (JMException e) {
            log.warn(sm.getString("managerBeans.unregisterFailed", registered), e);
        }
    }
}
