/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import dev.spillway.manager.api.DownloadManagerMBean;
import picocli.CommandLine.Command;

/** Goes on with downloads. */
@Command(name = "resume", description = "Goes on with downloads that were paused.")
final class ResumeCommand extends OneDownloadCommand {
    @Override
    boolean run(DownloadManagerMBean manager, long id) {
        return manager.resume(id);
    }
}
