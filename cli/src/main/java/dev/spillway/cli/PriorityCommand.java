/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import dev.spillway.manager.api.DownloadManagerMBean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes who is next. */
@Command(name = "priority", description = "Gives downloads another priority.")
final class PriorityCommand extends OneDownloadCommand {
    @Option(names = "--to", paramLabel = "NUMBER", required = true, description = "0 to 9, the higher the sooner.")
    private int priority;

    @Override
    boolean run(DownloadManagerMBean manager, long id) {
        return manager.prioritize(id, priority);
    }
}
