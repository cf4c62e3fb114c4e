/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import dev.spillway.manager.api.DownloadManagerMBean;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

/** A connection to a server, and the managers in it. */
final class Managers implements AutoCloseable {
    private final JMXConnector connector;
    private final Map<String, DownloadManagerMBean> byName = new TreeMap<>();

    private Managers(JMXConnector connector) {
        this.connector = connector;
    }

    /**
     * Finds the managers of a server.
     *
     * @param part of the name of those that are meant
     */
    static Managers of(JMXConnector connector, String part) throws IOException {
        Managers managers = new Managers(connector);
        try {
            managers.find(part);
            return managers;
        } catch (IOException | RuntimeException e) {
            managers.close();
            throw e;
        }
    }

    private void find(String part) throws IOException {
        MBeanServerConnection server = connector.getMBeanServerConnection();
        for (ObjectName name : server.queryNames(pattern(), null)) {
            if (name.getCanonicalName().contains(part)) {
                byName.put(name.toString(), JMX.newMBeanProxy(server, name, DownloadManagerMBean.class));
            }
        }
        if (byName.isEmpty()) {
            throw new CliException(
                    ExitCode.NOT_REACHED,
                    "the server has no download manager"
                            + (part.isEmpty()
                                    ? "; is the valve in its server.xml?"
                                    : " with " + part + " in its name"));
        }
    }

    private static ObjectName pattern() {
        try {
            return new ObjectName("*:type=DownloadManager,*");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, DownloadManagerMBean> all() {
        return byName;
    }

    /** The one that is meant by an operation. */
    DownloadManagerMBean only() {
        if (byName.size() > 1) {
            throw new CliException(
                    ExitCode.USAGE,
                    "there are several managers; choose one with --manager: "
                            + String.join(" ", List.copyOf(byName.keySet())));
        }
        return byName.values().iterator().next();
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            return; // the server has gone: there is nothing left to close
        }
    }
}
