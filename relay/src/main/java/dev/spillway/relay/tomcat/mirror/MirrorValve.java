/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat.mirror;

import dev.spillway.relay.terminal.LocalView;
import dev.spillway.relay.terminal.PublishedFile;
import dev.spillway.relay.terminal.Terminal;
import dev.spillway.relay.tomcat.TerminalValve;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Tells clients of published files where else the file is and what its digest is, whatever serves the files: {@code DefaultServlet}, an application, and the
 * valve that takes downloads off Tomcat. To be put into a Context, or into {@code conf/context.xml} for those of all applications:
 *
 * <pre>{@code <Context><Valve className="dev.spillway.relay.tomcat.mirror.MirrorValve" path="/files"/></Context>}</pre>
 *
 * <p>Whoever may not have the file is told nothing of it: also the Metalink document and the redirection are decided when the pipeline has let the request
 * for the file itself pass.
 */
public class MirrorValve extends ValveBase {
    private static final String DOWNLOAD_VALVE = "dev.spillway.valve.DownloadValve";

    private String path = "/files";
    private String redirectBrowsers = "false";
    private Supplier<Optional<LocalView>> view;
    private volatile Mirrors mirrors;

    /** Has no view yet. */
    public MirrorValve() {
        super(true);
    }

    /** Sets what is published here, where that is not for a {@link TerminalValve} to say; before the start. */
    public void setView(LocalView view) {
        this.view = () -> Optional.of(view);
    }

    public String getPath() {
        return path;
    }

    /** Path in front of the names of published files, such as "/files". */
    public void setPath(String path) {
        this.path = path;
    }

    public String getRedirectBrowsers() {
        return redirectBrowsers;
    }

    /** Whether browsers are sent on, by a 307, to a terminal that has clearly less to do; "false" by default. */
    public void setRedirectBrowsers(String redirectBrowsers) {
        this.redirectBrowsers = redirectBrowsers;
    }

    @Override
    protected void startInternal() throws LifecycleException {
        try {
            MirrorSettings settings = MirrorSettings.parse(path, redirectBrowsers);
            checkPlace();
            mirrors = new Mirrors(view == null ? terminalAround() : view, settings);
        } catch (IllegalArgumentException e) {
            throw new LifecycleException("Failed to start the mirror valve: " + e.getMessage(), e);
        }
        super.startInternal();
    }

    /** The terminal of this container or of one around it; it may be started later and anew. */
    private Supplier<Optional<LocalView>> terminalAround() {
        for (Container around = getContainer(); around != null; around = around.getParent()) {
            for (Valve valve : around.getPipeline().getValves()) {
                if (valve instanceof TerminalValve terminal) {
                    return () -> terminal.terminal().map(Terminal::view);
                }
            }
        }
        throw new IllegalArgumentException("there is no " + TerminalValve.class.getName()
                + " in the containers around it that would know what is published; add one to the Host");
    }

    /**
     * Around a Context an error page is on its way before anything could be taken back from it; and in front of the valve that takes the connection there would
     * be nothing left to decide.
     */
    private void checkPlace() {
        if (!(getContainer() instanceof Context)) {
            throw new IllegalArgumentException(
                    "it stands in the container " + getContainer().getName()
                            + ", which is no application; put it into a Context, or into conf/context.xml for all of"
                            + " them");
        }
        for (Valve next = getNext(); next != null; next = next.getNext()) {
            if (next.getClass().getName().equals(DOWNLOAD_VALVE)) {
                throw new IllegalArgumentException("it stands before " + DOWNLOAD_VALVE + "; put it behind that");
            }
        }
    }

    @Override
    protected void stopInternal() throws LifecycleException {
        super.stopInternal();
        mirrors = null;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Mirrors current = mirrors;
        Optional<PublishedFile> file = current == null ? Optional.empty() : current.find(request);
        if (file.isEmpty()) {
            getNext().invoke(request, response);
            return;
        }
        MirrorAnswer answer = current.answer(file.get(), request, response);
        answer.before();
        getNext().invoke(request, response);
        answer.after();
    }
}
