/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import java.util.List;

/** The manager processes of a valve as JMX shows them. */
public interface ManagerProcessesMXBean {
    /** Those that there are, each by itself; retiring ones, too. */
    List<ProcessView> getProcesses();
}
