/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import dev.spillway.manager.api.DownloadManagerMBean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes no more downloads. */
@Command(
        name = "drain",
        description = "Takes no more downloads; those that run or wait go on to their end, others are left to Tomcat.")
final class DrainCommand extends ManagerCommand {
    @Option(names = "--end", description = "Take downloads again.")
    private boolean isEnd;

    @Override
    void run(Managers managers) {
        for (DownloadManagerMBean manager : managers.all().values()) {
            if (isEnd) {
                manager.endDrain();
            } else {
                manager.drain();
            }
        }
    }
}
