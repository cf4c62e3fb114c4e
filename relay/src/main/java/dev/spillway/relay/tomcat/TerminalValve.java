/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat;

import dev.spillway.client.dial.TlsSettings;
import dev.spillway.relay.conf.Conf;
import dev.spillway.relay.conf.HostSettings;
import dev.spillway.relay.conf.TerminalSettings;
import dev.spillway.relay.conf.TlsFiles;
import dev.spillway.relay.figures.Figures;
import dev.spillway.relay.serve.Service;
import dev.spillway.relay.terminal.Terminal;
import java.io.IOException;
import java.util.Optional;

/**
 * A terminal inside a Tomcat, one element behind that of the download valve, which then sends what has arrived:
 *
 * <pre>{@code
 * <Valve className="dev.spillway.valve.DownloadValve" minSize="64KiB"/>
 * <Valve className="dev.spillway.relay.tomcat.TerminalValve" conf="conf/terminal.properties"/>
 * }</pre>
 */
public final class TerminalValve extends RelayValve {
    private volatile Terminal terminal;

    @Override
    Service open(Conf options) throws IOException {
        TerminalSettings settings = TerminalSettings.read(options);
        // Of no use here, but the same file may serve a terminal by itself.
        HostSettings.read(options);
        TlsFiles tls = TlsFiles.read(options);
        options.refuseUnknown();
        TlsSettings trusted = Trust.of(tls);
        terminal = Terminal.start(
                settings, trusted, tls.authorities().isPresent() ? Optional.of(trusted.context()) : Optional.empty());
        HostLoad.of(getContainer(), (double) settings.uploadRate()).ifPresent(terminal::measureLoad);
        return terminal;
    }

    /** The terminal, while the valve runs. */
    public Optional<Terminal> terminal() {
        return Optional.ofNullable(terminal);
    }

    @Override
    String kind() {
        return "RelayTerminal";
    }

    @Override
    Figures figures() {
        return terminal.figures();
    }

    @Override
    void stopService() {
        Terminal running = terminal;
        terminal = null;
        if (running != null) {
            running.close();
        }
    }
}
