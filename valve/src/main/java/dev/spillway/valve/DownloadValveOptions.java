/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.api.Settings;
import dev.spillway.valve.log.LoggingValve;
import java.time.Duration;

/**
 * The attributes of the valve as {@code server.xml} has them, and what they mean once they are read. Kept as text until
 * the start, because what a setter throws Tomcat only logs.
 */
abstract class DownloadValveOptions extends LoggingValve {
    private String minSize = "1MiB";
    private String extensions = "";
    private String types = "";
    private String include = "";
    private String exclude = "";
    private String loops = "auto";
    private String turnSize = "1MiB";
    private String stallTimeout = "60s";
    private String lingerTimeout = "5s";
    private String drainTimeout = "30s";

    // What the attributes mean. All of these throw an IllegalArgumentException that says what is wrong.

    final OffloadRules offloadRules() {
        return OffloadRules.parse(minSize, extensions, types, include, exclude);
    }

    final Duration drainDuration() {
        return Settings.duration("drainTimeout", drainTimeout);
    }

    final ManagerConfig managerConfig() {
        ManagerConfig config = ManagerConfig.defaults()
                .withTurnBytes(Math.toIntExact(Math.min(Integer.MAX_VALUE, Settings.bytes("turnSize", turnSize))))
                .withStallTimeout(Settings.duration("stallTimeout", stallTimeout))
                .withLingerTimeout(Settings.duration("lingerTimeout", lingerTimeout));
        return "auto".equals(loops) ? config : config.withLoops(parseLoops());
    }

    private int parseLoops() {
        try {
            return Integer.parseInt(loops.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "loops=\"" + loops + "\" is neither \"auto\" nor a number from 1 to 64, such as \"2\"", e);
        }
    }

    final String describe() {
        return "minSize=\"" + minSize + "\" extensions=\"" + extensions + "\" types=\"" + types + "\" include=\""
                + include + "\" exclude=\"" + exclude + "\" loops=\"" + loops + "\" turnSize=\"" + turnSize
                + "\" stallTimeout=\"" + stallTimeout + "\" lingerTimeout=\"" + lingerTimeout + "\" drainTimeout=\""
                + drainTimeout + "\" " + describeLog();
    }

    // The attributes.

    public String getMinSize() {
        return minSize;
    }

    /** The number of bytes, such as "1MiB", below which an answer is left to Tomcat. */
    public void setMinSize(String minSize) {
        this.minSize = minSize;
    }

    public String getExtensions() {
        return extensions;
    }

    /** File name extensions to take over, such as "iso,zip"; empty for all. */
    public void setExtensions(String extensions) {
        this.extensions = extensions;
    }

    public String getTypes() {
        return types;
    }

    /** MIME types to take over, such as "video/*,application/zip"; empty for all. */
    public void setTypes(String types) {
        this.types = types;
    }

    public String getInclude() {
        return include;
    }

    /** Paths to take over, such as "/downloads/**"; empty for all. */
    public void setInclude(String include) {
        this.include = include;
    }

    public String getExclude() {
        return exclude;
    }

    /** Paths never to take over, such as "/private/**"; wins over {@code include}. */
    public void setExclude(String exclude) {
        this.exclude = exclude;
    }

    public String getLoops() {
        return loops;
    }

    /** Number of selector threads, or "auto" for one for two processors. */
    public void setLoops(String loops) {
        this.loops = loops;
    }

    public String getTurnSize() {
        return turnSize;
    }

    /** Bytes, such as "1MiB", that one download may send before the others have their turn. */
    public void setTurnSize(String turnSize) {
        this.turnSize = turnSize;
    }

    public String getStallTimeout() {
        return stallTimeout;
    }

    /** Time, such as "60s", after which a client that takes no byte is given up. */
    public void setStallTimeout(String stallTimeout) {
        this.stallTimeout = stallTimeout;
    }

    public String getLingerTimeout() {
        return lingerTimeout;
    }

    /** Time, such as "5s", to wait for the client to close after the answer is sent. */
    public void setLingerTimeout(String lingerTimeout) {
        this.lingerTimeout = lingerTimeout;
    }

    public String getDrainTimeout() {
        return drainTimeout;
    }

    /** Time, such as "30s", that running downloads have when Tomcat stops. */
    public void setDrainTimeout(String drainTimeout) {
        this.drainTimeout = drainTimeout;
    }
}
