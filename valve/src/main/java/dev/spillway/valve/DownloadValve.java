/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.TransferListener;
import dev.spillway.valve.status.StatusSettings;
import dev.spillway.valve.status.StatusSite;
import dev.spillway.valve.status.Watch;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Container;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
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
public class DownloadValve extends DownloadValveOptions {
    private static final Log log = LogFactory.getLog(DownloadValve.class);
    private static final StringManager sm = StringManager.getManager(DownloadValve.class);

    private final ManagerLease lease = new ManagerLease();
    private Duration drain;
    private Admission admission;
    private volatile Offloader offloader;
    private volatile StatusSite site;
    private final List<TransferListener> listeners = new CopyOnWriteArrayList<>();
    private ScheduledFuture<?> looking;

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Offloader current = offloader;
        if (current == null) {
            getNext().invoke(request, response);
            return;
        }
        StatusSite pages = site;
        if (pages != null && pages.isFor(request)) {
            pages.answer(request, response);
            return;
        }
        if (current.isGuardPassed(request, response)) {
            long startNanos = System.nanoTime();
            List<String> hiddenRange = current.prepare(request);
            getNext().invoke(request, response);
            current.offload(request, response, hiddenRange, startNanos);
        }
    }

    @Override
    protected void startInternal() throws LifecycleException {
        try {
            drain = drainDuration();
            admission = admission();
            StatusSettings pages = statusSettings();
            DownloadManager manager = lease.acquire(managerSettings(managerConfig()), logSettings(), getObjectName());
            site = pages.isOff()
                    ? null
                    : lease.watch().site(pages, getContainer().getRealm());
            ErrorPage errorPage = new ErrorPage(getContainer());
            offloader = new Offloader(
                    offerFinder(), admission, manager, lease.downloadLog(), watcher(lease.watch()), errorPage);
        } catch (IllegalArgumentException | IOException e) {
            closeAdmission();
            throw new LifecycleException(sm.getString("downloadValve.startFailed", e.getMessage()), e);
        }
        log.info(sm.getString("downloadValve.started", describe()));
        super.startInternal();
        startLooking(lease.watch());
    }

    private TransferListener watcher(Watch watch) {
        return end -> {
            watch.metrics().ended(end);
            listeners.forEach(listener -> listener.ended(end));
        };
    }

    /** Once in a second, on the thread that Tomcat has for such things. */
    private void startLooking(Watch watch) {
        Service service = Container.getService(getContainer());
        if (service != null && service.getServer() != null) {
            ScheduledExecutorService executor = service.getServer().getUtilityExecutor();
            looking = executor.scheduleWithFixedDelay(watch::look, 1, 1, TimeUnit.SECONDS);
        }
    }

    /**
     * While the server goes on (a reload, an undeployed application), running downloads do, too. When the server stops,
     * they have until the drain time is over.
     */
    @Override
    protected void stopInternal() throws LifecycleException {
        super.stopInternal();
        offloader = null;
        site = null;
        if (looking != null) {
            looking.cancel(false);
            looking = null;
        }
        closeAdmission();
        if (isServerStopping()) {
            lease.end(drain);
        }
    }

    @Override
    protected void destroyInternal() throws LifecycleException {
        lease.endInBackground(drain);
        super.destroyInternal();
    }

    /** Policies may be of an application's class loader, so they go when the valve stops. */
    private void closeAdmission() {
        if (admission != null) {
            admission.close();
            admission = null;
        }
    }

    /** The figures of the manager; nothing before the first start of the valve, and after the end of the server. */
    public Optional<ManagerStats> stats() {
        return lease.manager().map(DownloadManager::stats);
    }

    /** Has somebody told of the end of each download, for good; best before the start. */
    public void addDownloadListener(TransferListener listener) {
        listeners.add(listener);
    }

    private boolean isServerStopping() {
        Service service = Container.getService(getContainer());
        return service == null
                || service.getServer() == null
                || !service.getServer().getState().isAvailable();
    }
}
