/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat;

import dev.spillway.relay.conf.Conf;
import dev.spillway.relay.figures.Figures;
import dev.spillway.relay.figures.FiguresBean;
import dev.spillway.relay.serve.Service;
import jakarta.servlet.ServletException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.catalina.Globals;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** What the two valves have in common: a file of options, and a path below which they answer. All other requests pass by. */
abstract class RelayValve extends ValveBase {
    private String path = "/relay";
    private String conf;
    private volatile Service service;
    private FiguresBean bean;

    RelayValve() {
        super(true);
    }

    public String getPath() {
        return path;
    }

    /** Path below which it answers, in every application of the container; {@code /relay} by default. */
    public void setPath(String path) {
        this.path = path;
    }

    public String getConf() {
        return conf;
    }

    /** File of the options, relative to {@code catalina.base}. */
    public void setConf(String conf) {
        this.conf = conf;
    }

    abstract Service open(Conf options) throws IOException;

    /** What JMX calls it, in the place of a valve. */
    abstract String kind();

    /** The figures of what {@link #open} has begun. */
    abstract Figures figures();

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Service current = service;
        String uri = request.getDecodedRequestURI();
        if (current != null && uri != null && uri.startsWith(path + "/")) {
            current.handle(new CatalinaExchange(request, response, uri.substring(path.length())));
        } else if (current != null && path.equals(uri)) {
            response.sendRedirect(path + "/");
        } else {
            getNext().invoke(request, response);
        }
    }

    @Override
    protected synchronized void startInternal() throws LifecycleException {
        if (conf == null || !path.startsWith("/") || path.endsWith("/")) {
            throw new LifecycleException(getClass().getSimpleName() + ": conf=" + conf + ", path=" + path
                    + ": give conf the file of the options, and path one such as /relay");
        }
        try {
            service = open(new Conf(file()));
            bean = FiguresBean.register(getObjectName(), kind(), "Figures of a relay node", figures());
        } catch (IOException | RuntimeException e) {
            stopService();
            throw new LifecycleException(getClass().getSimpleName() + " does not start: " + e.getMessage(), e);
        }
        super.startInternal();
    }

    private Path file() {
        File base = new File(System.getProperty(Globals.CATALINA_BASE_PROP, "."));
        return base.toPath().resolve(conf);
    }

    @Override
    protected synchronized void stopInternal() throws LifecycleException {
        super.stopInternal();
        service = null;
        if (bean != null) {
            bean.close();
            bean = null;
        }
        stopService();
    }

    /** Ends what {@link #open} has begun; called also if it has begun nothing. */
    abstract void stopService();
}
