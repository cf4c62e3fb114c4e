/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import dev.spillway.manager.api.DownloadManagerMBean;
import picocli.CommandLine.Command;

/** Holds downloads up. */
@Command(name = "pause", description = "Stops sending; the connections stay open.")
final class PauseCommand extends OneDownloadCommand {
    @Override
    boolean run(DownloadManagerMBean manager, long id) {
        return manager.pause(id);
    }
}
