/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The figures of a running Tomcat, read by attaching to its process: no port has to be set up for it. */
final class TomcatJmx implements AutoCloseable {
    private final String address;
    private final JMXConnector connector;
    private final MBeanServerConnection server;

    private TomcatJmx(String address) throws IOException {
        this.address = address;
        connector = connect(address);
        this.server = connector.getMBeanServerConnection();
    }

    @SuppressWarnings("BanJNDI") // The other end is a process that the test has started itself.
    private static JMXConnector connect(String address) throws IOException {
        return JMXConnectorFactory.connect(new JMXServiceURL(address));
    }

    static TomcatJmx attach(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return new TomcatJmx(machine.startLocalManagementAgent());
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where JMX of the process can be reached. */
    String address() {
        return address;
    }

    /** The port that a connector got from the system. */
    int port(String address) {
        return (int) one("Catalina:type=Connector,address=\"" + address + "\",*", "localPort");
    }

    /** An attribute of the download manager; the sum, where valves in several places have a manager each. */
    long downloads(String attribute) {
        Set<ObjectName> managers = names("*:type=DownloadManager,*");
        assertThat(managers).as("MBeans of the download manager").isNotEmpty();
        return managers.stream()
                .mapToLong(name -> ((Number) attribute(name, attribute)).longValue())
                .sum();
    }

    /** A figure of each manager process, by its name in a {@link CompositeData}. */
    List<Object> managerProcesses(String figure) {
        CompositeData[] processes = (CompositeData[]) one("*:type=DownloadManagerProcesses,*", "Processes");
        return Stream.of(processes).map(process -> process.get(figure)).toList();
    }

    /** An attribute of a rule of the only download manager. */
    long rule(String rule, String attribute) {
        return ((Number) one("*:type=DownloadRule,rule=" + ObjectName.quote(rule) + ",*", attribute)).longValue();
    }

    /** Changes an attribute of the only download manager. */
    void change(String attribute, Object value) {
        try {
            server.setAttribute(manager(), new Attribute(attribute, value));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the only download manager do something with a download, as somebody at jconsole would. */
    boolean operate(String operation, long id, Object... more) {
        Object[] arguments = Stream.concat(Stream.of(id), Stream.of(more)).toArray();
        String[] types = Stream.of(arguments)
                .map(argument -> argument instanceof Integer ? "int" : "long")
                .toArray(String[]::new);
        try {
            return (boolean) server.invoke(manager(), operation, arguments, types);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has the only download manager do something as a whole, such as {@code drain}. */
    void operate(String operation) {
        invoke(manager().toString(), operation);
    }

    /** The downloads that run or wait, the oldest first. */
    List<CompositeData> downloads() {
        TabularData table = (TabularData) invoke(manager().toString(), "downloads");
        return ((Collection<?>) table.values())
                .stream()
                        .map(CompositeData.class::cast)
                        .sorted(Comparator.comparing(row -> (Long) row.get("id")))
                        .toList();
    }

    /** Has somebody told of the notifications of the only download manager. */
    void listen(Consumer<Notification> listener) {
        try {
            server.addNotificationListener(
                    manager(), (notification, handback) -> listener.accept(notification), null, null);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectName manager() {
        return single("*:type=DownloadManager,*");
    }

    /** An attribute of the thread pool and connection count behind the connector that tests use by default. */
    int threadPool(String attribute) {
        return threadPool("http-nio-" + TomcatBase.MAIN_ADDRESS, attribute);
    }

    /** The same of another connector, whose name begins so. */
    int threadPool(String name, String attribute) {
        return ((Number) one("Catalina:type=ThreadPool,name=\"" + name + "-*\"", attribute)).intValue();
    }

    /** Has a connector do something that an administrator may ask it for, such as {@code pause} or {@code stop}. */
    void connector(String address, String operation) {
        invoke("Catalina:type=Connector,address=\"" + address + "\",*", operation);
    }

    /** Bytes of heap in use after a full collection. */
    long heapAfterCollection() {
        invoke("java.lang:type=Memory", "gc");
        return (long) ((CompositeData) one("java.lang:type=Memory", "HeapMemoryUsage")).get("used");
    }

    /** CPU time of the whole process, in nanoseconds. */
    long processCpuNanos() {
        return (long) one("java.lang:type=OperatingSystem", "ProcessCpuTime");
    }

    /** Does what an administrator does with "reload"; comes back when the application runs again. */
    void reload(String contextPath) {
        invoke("Catalina:j2eeType=WebModule,name=//localhost" + contextPath + ",*", "reload");
    }

    private Object invoke(String pattern, String operation) {
        try {
            return server.invoke(single(pattern), operation, new Object[0], new String[0]);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of objects of a class that are alive after a full collection. */
    long liveInstances(String className) {
        try {
            String histogram = (String) server.invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
            return HeapHistogram.count(histogram, className);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object one(String pattern, String attribute) {
        return attribute(single(pattern), attribute);
    }

    private ObjectName single(String pattern) {
        Set<ObjectName> found = names(pattern);
        assertThat(found).as(pattern).hasSize(1);
        return found.iterator().next();
    }

    private Set<ObjectName> names(String pattern) {
        try {
            return server.queryNames(new ObjectName(pattern), null);
        } catch (JMException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object attribute(ObjectName name, String attribute) {
        try {
            return server.getAttribute(name, attribute);
        } catch (JMException e) {
            throw new IllegalStateException(name + " " + attribute, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // The process may have ended before: then there is nothing left to close.
            return;
        }
    }
}
