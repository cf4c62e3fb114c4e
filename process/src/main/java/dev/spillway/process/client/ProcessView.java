/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.ManagerStats;

/** One manager process as it was at one moment. With getters, as JMX wants them. */
public final class ProcessView {
    private final long pid;
    private final String state;
    private final ManagerStats stats;

    ProcessView(long pid, String state, ManagerStats stats) {
        this.pid = pid;
        this.state = state;
        this.stats = stats;
    }

    /** Number of the process; 0 if it has not said it yet. */
    public long getPid() {
        return pid;
    }

    /** READY; GREETING or SILENT if it does not answer; RETIRING if it takes no more downloads. */
    public String getState() {
        return state;
    }

    /** Downloads that it is sending. */
    public int getActiveDownloads() {
        return stats.active();
    }

    /** Downloads that wait there for their turn. */
    public int getQueueLength() {
        return stats.queueLength();
    }

    /** Downloads that it was handed since its start, by whatever Tomcat. */
    public long getTotalDownloads() {
        return stats.total();
    }

    /** Bytes that it has sent since its start. */
    public long getBytesSent() {
        return stats.bytesSent();
    }
}
