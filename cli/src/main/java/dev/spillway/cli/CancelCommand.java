/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import dev.spillway.manager.api.DownloadManagerMBean;
import picocli.CommandLine.Command;

/** Ends downloads. */
@Command(name = "cancel", description = "Ends downloads; their clients see a cut connection.")
final class CancelCommand extends OneDownloadCommand {
    @Override
    boolean run(DownloadManagerMBean manager, long id) {
        return manager.cancel(id);
    }
}
