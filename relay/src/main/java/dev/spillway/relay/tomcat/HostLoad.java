/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat;

import dev.spillway.manager.api.ManagerStats;
import dev.spillway.valve.DownloadValve;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.apache.catalina.Container;
import org.apache.catalina.Valve;

/**
 * How busy the Tomcat of a terminal is with sending, to clients and to other terminals: the share of its upload that is in use, and 1 while downloads wait for
 * their turn.
 */
final class HostLoad implements DoubleSupplier {
    private final DownloadValve valve;
    private final double uploadRate;

    private HostLoad(DownloadValve valve, double uploadRate) {
        this.valve = valve;
        this.uploadRate = uploadRate;
    }

    /**
     * The load by the download valve of a container or of one around it; empty if there is none.
     *
     * @param uploadRate bytes per second that the host can send
     */
    static Optional<HostLoad> of(Container container, double uploadRate) {
        for (Container around = container; around != null; around = around.getParent()) {
            for (Valve each : around.getPipeline().getValves()) {
                if (each instanceof DownloadValve downloads) {
                    return Optional.of(new HostLoad(downloads, uploadRate));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public double getAsDouble() {
        Optional<ManagerStats> stats = valve.stats();
        if (stats.isEmpty()) {
            return 0;
        }
        return stats.get().queueLength() > 0 ? 1 : Math.min(1, stats.get().bytesPerSecond() / uploadRate);
    }
}
