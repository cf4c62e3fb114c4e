/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.ManagerProcess;

/** One manager process as it was at one moment. With getters, as JMX wants them. */
public final class ProcessView {
    private final ManagerProcess process;

    ProcessView(ManagerProcess process) {
        this.process = process;
    }

    /** Number of the process; 0 if it has not said it yet. */
    public long getPid() {
        return process.pid();
    }

    /** READY; GREETING or SILENT if it does not answer; RETIRING if it takes no more downloads. */
    public String getState() {
        return process.state();
    }

    /** Downloads that it is sending. */
    public int getActiveDownloads() {
        return process.stats().active();
    }

    /** Downloads that wait there for their turn. */
    public int getQueueLength() {
        return process.stats().queueLength();
    }

    /** Downloads that it was handed since its start, by whatever Tomcat. */
    public long getTotalDownloads() {
        return process.stats().total();
    }

    /** Bytes that it has sent since its start. */
    public long getBytesSent() {
        return process.stats().bytesSent();
    }
}
