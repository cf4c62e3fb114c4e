/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat;

import dev.spillway.client.dial.TlsSettings;
import dev.spillway.relay.conf.Conf;
import dev.spillway.relay.conf.HostSettings;
import dev.spillway.relay.conf.MainSettings;
import dev.spillway.relay.conf.TlsFiles;
import dev.spillway.relay.director.MainServer;
import dev.spillway.relay.figures.Figures;
import dev.spillway.relay.serve.Service;
import dev.spillway.relay.tomcat.page.LivePage;
import java.io.IOException;
import java.util.Optional;

/**
 * A main server inside a Tomcat, one element behind that of the download valve:
 *
 * <pre>{@code <Valve className="dev.spillway.relay.tomcat.MainServerValve" conf="conf/main.properties"/>}</pre>
 */
public final class MainServerValve extends RelayValve {
    private volatile MainServer server;

    @Override
    Service open(Conf options) throws IOException {
        MainSettings settings = MainSettings.read(options);
        HostSettings.read(options);
        TlsFiles tls = TlsFiles.read(options);
        options.refuseUnknown();
        TlsSettings trusted = Trust.of(tls);
        server = MainServer.start(
                settings, trusted, tls.authorities().isPresent() ? Optional.of(trusted.context()) : Optional.empty());
        MainServer started = server;
        LivePage page = new LivePage();
        return exchange -> {
            if (page.isFor(exchange)) {
                page.handle(exchange);
            } else {
                started.handle(exchange);
            }
        };
    }

    /** The main server, while the valve runs. */
    public Optional<MainServer> server() {
        return Optional.ofNullable(server);
    }

    @Override
    String kind() {
        return "RelayMainServer";
    }

    @Override
    Figures figures() {
        return server.figures();
    }

    @Override
    void stopService() {
        MainServer running = server;
        server = null;
        if (running != null) {
            running.close();
        }
    }
}
