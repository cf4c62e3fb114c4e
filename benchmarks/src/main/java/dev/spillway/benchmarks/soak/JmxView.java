/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.PlatformManagedObject;
import java.lang.management.ThreadMXBean;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into the JVM of a server. */
final class JmxView implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private JmxView(JMXConnector connector) throws IOException {
        this.connector = connector;
        beans = connector.getMBeanServerConnection();
    }

    /** The JVM is a child of this one, so what it sends is no stranger's data. */
    @SuppressWarnings("BanJNDI")
    static JmxView attach(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return new JmxView(JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /** Collects garbage and reads everything. */
    Footprint footprint() throws IOException, JMException {
        MemoryMXBean memory = proxy(MemoryMXBean.class);
        memory.gc();
        ObjectName manager = single("*:type=DownloadManager,*");
        long present = number(manager, "QueueLength")
                + number(manager, "ActiveDownloads")
                + number(manager, "LingeringConnections");
        return new Footprint(
                proxy(ThreadMXBean.class).getThreadCount(),
                proxy(UnixOperatingSystemMXBean.class).getOpenFileDescriptorCount(),
                memory.getHeapMemoryUsage().getUsed(),
                number(single("*:type=ThreadPool,name=*"), "connectionCount"),
                present,
                number(manager, "OpenFiles"),
                unaccounted(manager));
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }

    private long unaccounted(ObjectName manager) throws IOException, JMException {
        long ended = 0;
        for (String outcome :
                new String[] {"Completed", "ClientGone", "Stalled", "FileChanged", "CutByStop", "Failed"}) {
            ended += number(manager, outcome);
        }
        return number(manager, "TotalDownloads")
                - ended
                - number(manager, "QueueLength")
                - number(manager, "ActiveDownloads");
    }

    private <T extends PlatformManagedObject> T proxy(Class<T> type) throws IOException {
        return ManagementFactory.getPlatformMXBean(beans, type);
    }

    private ObjectName single(String pattern) throws IOException, JMException {
        return beans.queryNames(new ObjectName(pattern), null).stream()
                .findFirst()
                .orElseThrow(() -> new IOException("no MBean " + pattern));
    }

    private long number(ObjectName bean, String attribute) throws IOException, JMException {
        return ((Number) beans.getAttribute(bean, attribute)).longValue();
    }
}
