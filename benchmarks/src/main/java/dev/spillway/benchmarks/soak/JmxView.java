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
import java.util.ArrayList;
import java.util.List;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into the JVM of a server. */
final class JmxView implements AutoCloseable {
    private static final String MANAGER = "*:type=DownloadManager,*";
    private static final List<String> OUTCOMES = List.of(
            "Completed",
            "ClientGone",
            "Stalled",
            "TooSlow",
            "WaitedTooLong",
            "Cancelled",
            "FileChanged",
            "CutByStop",
            "Failed");

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
        ObjectName manager = single(MANAGER);
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

    /**
     * Changes the limits of the manager, 0 for none.
     *
     * @param bytesPerSecond for all of it
     * @param clientBytesPerSecond for each client
     */
    void limit(long bytesPerSecond, long clientBytesPerSecond) throws IOException, JMException {
        ObjectName manager = single(MANAGER);
        beans.setAttribute(manager, new Attribute("RateLimit", bytesPerSecond));
        beans.setAttribute(manager, new Attribute("ClientRateLimit", clientBytesPerSecond));
    }

    /** The manager processes of the server; none if it has its manager in its own JVM. */
    List<Long> managerPids() throws IOException, JMException {
        List<Long> pids = new ArrayList<>();
        for (ObjectName bean : beans.queryNames(new ObjectName("*:type=DownloadManagerProcesses,*"), null)) {
            for (CompositeData process : (CompositeData[]) beans.getAttribute(bean, "Processes")) {
                pids.add((Long) process.get("pid"));
            }
        }
        return pids;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }

    private long unaccounted(ObjectName manager) throws IOException, JMException {
        long ended = 0;
        for (String outcome : OUTCOMES) {
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
