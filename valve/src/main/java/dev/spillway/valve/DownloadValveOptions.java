/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.api.Settings;
import dev.spillway.valve.policy.DownloadRules;
import dev.spillway.valve.policy.PolicySet;
import java.time.Duration;

/**
 * The attributes of the valve as {@code server.xml} has them, and what they mean once they are read. Kept as text until
 * the start, because what a setter throws Tomcat only logs.
 */
abstract class DownloadValveOptions extends ProcessOptions {
    private String minSize = "1MiB";
    private String extensions = "";
    private String types = "";
    private String include = "";
    private String exclude = "";
    private String roots = "";
    private String internal = "";
    private String policies = "";
    private String guard = "";
    private String onRefusal = "tomcat";
    private String loops = "auto";
    private String turnSize = "2MiB";
    private String stallTimeout = "60s";
    private String lingerTimeout = "5s";
    private String drainTimeout = "30s";

    // What the attributes mean. All of these throw an IllegalArgumentException that says what is wrong.

    final Admission admission() {
        OffloadRules rules = OffloadRules.parse(minSize, extensions, types, include, exclude);
        DownloadRules namedRules = downloadRules();
        boolean isOverflowRefused = isOverflowRefused();
        PolicySet guardSet = PolicySet.parseGuard(guard, onRefusal);
        try {
            return new Admission(rules, PolicySet.parse(policies, onRefusal), guardSet, namedRules, isOverflowRefused);
        } catch (IllegalArgumentException e) {
            guardSet.close();
            throw e;
        }
    }

    final OfferFinder offerFinder() {
        return OfferFinder.parse(roots, internal);
    }

    final Duration drainDuration() {
        return Settings.duration("drainTimeout", drainTimeout, Duration.ZERO, Duration.ofHours(24), "30s");
    }

    final ManagerConfig managerConfig() {
        ManagerConfig config = ManagerConfig.defaults()
                .withTurnBytes(turnBytes())
                .withStallTimeout(Settings.duration("stallTimeout", stallTimeout))
                .withLingerTimeout(Settings.duration("lingerTimeout", lingerTimeout))
                .withQueue(queueConfig())
                .withLimits(limits());
        return "auto".equals(loops) ? config : config.withLoops(parseLoops());
    }

    private int turnBytes() {
        long bytes = Settings.bytes("turnSize", turnSize);
        if (bytes < ManagerConfig.MIN_TURN_BYTES || bytes > ManagerConfig.MAX_TURN_BYTES) {
            throw new IllegalArgumentException(
                    "turnSize=\"" + turnSize + "\" is out of bounds: 4 KiB to 1 GiB, such as \"2MiB\"");
        }
        return (int) bytes;
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
                + include + "\" exclude=\"" + exclude + "\" roots=\"" + roots + "\" internal=\"" + internal
                + "\" policies=\"" + policies + "\" guard=\"" + guard
                + "\" onRefusal=\"" + onRefusal
                + "\" loops=\"" + loops + "\" turnSize=\"" + turnSize
                + "\" stallTimeout=\"" + stallTimeout + "\" lingerTimeout=\"" + lingerTimeout + "\" drainTimeout=\""
                + drainTimeout + "\" " + describeLimits() + " " + describeProcess() + " " + describeLog() + " "
                + describeStatus();
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

    public String getRoots() {
        return roots;
    }

    /** Folders, such as "/srv/files", that applications may hand files over from; see {@code docs/applications.md}. */
    public void setRoots(String roots) {
        this.roots = roots;
    }

    public String getInternal() {
        return internal;
    }

    /** What {@code X-Accel-Redirect} may name, such as "/protected/=/srv/files/". */
    public void setInternal(String internal) {
        this.internal = internal;
    }

    public String getPolicies() {
        return policies;
    }

    /** Policies that must all admit a download, such as "network(allow=10.0.0.0/8)"; see {@code docs/policies.md}. */
    public void setPolicies(String policies) {
        this.policies = policies;
    }

    public String getGuard() {
        return guard;
    }

    /** Policies that must all admit a request before the application runs; see {@code docs/policies.md}. */
    public void setGuard(String guard) {
        this.guard = guard;
    }

    public String getOnRefusal() {
        return onRefusal;
    }

    /** What it means if a policy does not admit: "tomcat" or a status, such as "503 120s". */
    public void setOnRefusal(String onRefusal) {
        this.onRefusal = onRefusal;
    }

    public String getLoops() {
        return loops;
    }

    /** Number of selector threads, or "auto" for one for each processor. */
    public void setLoops(String loops) {
        this.loops = loops;
    }

    public String getTurnSize() {
        return turnSize;
    }

    /** Bytes, such as "2MiB", that one download may send before the others have their turn. */
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
