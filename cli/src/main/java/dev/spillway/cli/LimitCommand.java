/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import dev.spillway.manager.api.DownloadManagerMBean;
import dev.spillway.manager.api.Settings;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes limits of the rate. */
@Command(name = "limit", description = "Changes a limit of the rate, which holds at once.")
final class LimitCommand extends ManagerCommand {
    @Option(
            names = "--to",
            paramLabel = "SIZE",
            required = true,
            description = "Bytes per second, such as 500k or 10MiB; 0 for none.")
    private String rate;

    @ArgGroup(multiplicity = "1")
    private Of of;

    /** Whose limit. */
    static final class Of {
        @Option(names = "--all", description = "Of all downloads together.")
        private boolean isAll;

        @Option(names = "--each-client", description = "Of all downloads of a client together.")
        private boolean isEachClient;

        @Option(names = "--each-download", description = "Of each download that has none of its own.")
        private boolean isEachDownload;

        @Parameters(arity = "1..*", paramLabel = "ID", description = "Of these downloads, as list shows them.")
        private List<Long> ids;
    }

    @Override
    void run(Managers managers) {
        long bytesPerSecond = Settings.bytes("--to", rate);
        DownloadManagerMBean manager = managers.only();
        if (of.isAll) {
            manager.setRateLimit(bytesPerSecond);
        } else if (of.isEachClient) {
            manager.setClientRateLimit(bytesPerSecond);
        } else if (of.isEachDownload) {
            manager.setDownloadRateLimit(bytesPerSecond);
        } else {
            OneDownloadCommand.forEach(of.ids, id -> manager.limit(id, bytesPerSecond));
        }
    }
}
