/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import dev.spillway.valve.log.LoggingValve;

/** A valve with the attributes of its pages. They are texts as in the configuration, and checked when the valve starts. */
public abstract class StatusValve extends LoggingValve {
    private String statusPath = "";
    private String metricsPath = "";
    private String statusRole = "";

    /**
     * Reads the attributes.
     *
     * @throws IllegalArgumentException if one can't be used, with its name, value, bounds and an example
     */
    protected StatusSettings statusSettings() {
        return StatusSettings.parse(statusPath, metricsPath, statusRole);
    }

    /** The attributes as they are set, for the line that a valve writes when it starts. */
    protected final String describeStatus() {
        return "statusPath=\"" + statusPath + "\" metricsPath=\"" + metricsPath + "\" statusRole=\"" + statusRole
                + "\"";
    }

    public String getStatusPath() {
        return statusPath;
    }

    /** Path of the live page, such as "/spillway"; empty for none. */
    public void setStatusPath(String statusPath) {
        this.statusPath = statusPath;
    }

    public String getMetricsPath() {
        return metricsPath;
    }

    /** Path of the metrics for Prometheus, such as "/spillway/metrics"; empty for none. */
    public void setMetricsPath(String metricsPath) {
        this.metricsPath = metricsPath;
    }

    public String getStatusRole() {
        return statusRole;
    }

    /** Role of the users who may see page and metrics; empty for whoever comes from this machine. */
    public void setStatusRole(String statusRole) {
        this.statusRole = statusRole;
    }
}
