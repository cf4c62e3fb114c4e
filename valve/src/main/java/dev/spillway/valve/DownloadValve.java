/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.api.Settings;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.catalina.Container;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * Takes large downloads off Tomcat (SYSTEMS.md A1, A5). To be put into an Engine, a Host or a Context:
 *
 * <pre>{@code <Valve className="dev.spillway.valve.DownloadValve" minSize="1MiB" extensions="iso,zip"/>}</pre>
 *
 * <p>The valve acts on the way back: the pipeline has run, with authenticators, filters and the application, and has
 * decided to send a file. Only then, and only if the {@link OffloadRules} say so, the connection is taken from the
 * connector and given to the {@link DownloadManager}. In all other cases Tomcat answers as if the valve were not there.
 *
 * <p>The attributes are read at the start; {@code docs/configuration.md} has them all. A value that can't be used stops
 * the start.
 */
public class DownloadValve extends ValveBase {
    private static final Log log = LogFactory.getLog(DownloadValve.class);
    private static final StringManager sm = StringManager.getManager(DownloadValve.class);

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

    private final ManagerLease lease = new ManagerLease();
    private Duration drain;
    private volatile Offloader offloader;

    public DownloadValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        Offloader current = offloader;
        if (current != null) {
            current.offload(request, response, List.of());
        }
    }

    @Override
    protected void startInternal() throws LifecycleException {
        try {
            OffloadRules rules = OffloadRules.parse(minSize, extensions, types, include, exclude);
            drain = Settings.duration("drainTimeout", drainTimeout);
            DownloadManager manager = lease.acquire(managerConfig(), getObjectName());
            offloader = new Offloader(SendfileAttributes::find, rules, manager);
        } catch (IllegalArgumentException | IOException e) {
            throw new LifecycleException(sm.getString("downloadValve.startFailed", e.getMessage()), e);
        }
        log.info(sm.getString("downloadValve.started", describe()));
        super.startInternal();
    }

    /**
     * While the server goes on (a reload, an undeployed application), running downloads do, too. When the server stops,
     * they have until the drain time is over.
     */
    @Override
    protected void stopInternal() throws LifecycleException {
        super.stopInternal();
        offloader = null;
        if (isServerStopping()) {
            lease.end(drain);
        }
    }

    @Override
    protected void destroyInternal() throws LifecycleException {
        lease.endInBackground(drain);
        super.destroyInternal();
    }

    private boolean isServerStopping() {
        Service service = Container.getService(getContainer());
        return service == null
                || service.getServer() == null
                || !service.getServer().getState().isAvailable();
    }

    private ManagerConfig managerConfig() {
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

    private String describe() {
        return "minSize=\"" + minSize + "\" extensions=\"" + extensions + "\" types=\"" + types + "\" include=\""
                + include + "\" exclude=\"" + exclude + "\" loops=\"" + loops + "\" turnSize=\"" + turnSize
                + "\" stallTimeout=\"" + stallTimeout + "\" lingerTimeout=\"" + lingerTimeout + "\" drainTimeout=\""
                + drainTimeout + "\"";
    }

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
