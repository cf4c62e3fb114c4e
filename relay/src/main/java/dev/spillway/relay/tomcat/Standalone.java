/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat;

import dev.spillway.relay.conf.Conf;
import dev.spillway.relay.conf.HostSettings;
import dev.spillway.relay.conf.TlsFiles;
import dev.spillway.valve.DownloadValve;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.catalina.Host;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** A Tomcat with nothing in it but the download valve and a main server or terminal: what runs by itself is served as everywhere else. */
public final class Standalone {
    private static final String THREADS = "64";

    /** Pieces that a main server sends at a time: few, so that each is through soon and can be passed on. */
    private static final String SOURCE_SENDS = "8";

    private final Tomcat tomcat = new Tomcat();

    private Standalone() {}

    /**
     * Starts one.
     *
     * @param conf its file of options
     * @throws LifecycleException if it cannot be started, with why
     * @throws IOException if the file cannot be read
     */
    public static Standalone start(Path conf, boolean main) throws IOException, LifecycleException {
        Conf options = new Conf(conf);
        HostSettings host = HostSettings.read(options);
        TlsFiles tls = TlsFiles.read(options);
        RelayValve valve = main ? new MainServerValve() : new TerminalValve();
        valve.setConf(conf.toAbsolutePath().toString());
        Standalone standalone = new Standalone();
        standalone.start(host, tls, valve, main ? SOURCE_SENDS : "0");
        return standalone;
    }

    private void start(HostSettings settings, TlsFiles tls, RelayValve valve, String maxActive)
            throws LifecycleException {
        tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
        tomcat.setConnector(connector(settings, tls));
        DownloadValve download = new DownloadValve();
        download.setMinSize("64KiB");
        download.setMaxActive(maxActive);
        Host host = tomcat.getHost();
        host.getPipeline().addValve(download);
        host.getPipeline().addValve(valve);
        tomcat.start();
        if (!tomcat.getServer().getState().isAvailable()
                || tomcat.getConnector().getLocalPort() < 0) {
            throw new LifecycleException("port " + settings.port() + " at " + settings.bind() + " cannot be used");
        }
    }

    private static Connector connector(HostSettings settings, TlsFiles tls) {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(settings.port());
        connector.setThrowOnFailure(true);
        connector.setProperty("address", settings.bind());
        connector.setProperty("maxThreads", THREADS);
        connector.setProperty("minSpareThreads", "2");
        // Children fetch piece after piece over the same connections.
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("maxSwallowSize", "-1");
        if (tls.certificate().isPresent()) {
            SSLHostConfig config = new SSLHostConfig();
            SSLHostConfigCertificate certificate =
                    new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
            certificate.setCertificateFile(tls.certificate().get().toString());
            certificate.setCertificateKeyFile(tls.key().orElseThrow().toString());
            config.addCertificate(certificate);
            connector.setProperty("SSLEnabled", "true");
            connector.setScheme("https");
            connector.setSecure(true);
            connector.addSslHostConfig(config);
        }
        return connector;
    }

    /** Port that it listens at. */
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    /** Waits until it is stopped. */
    public void await() {
        tomcat.getServer().await();
    }

    /** Stops it in order. */
    public void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
