/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import dev.spillway.manager.api.DownloadManagerMBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Parameters;

/** Does something to downloads. All that are there get it; those that are not are named at the end. */
abstract class OneDownloadCommand extends ManagerCommand {
    @Parameters(arity = "1..*", paramLabel = "ID", description = "Ids of downloads, as list shows them.")
    private List<Long> ids;

    @Override
    final void run(Managers managers) {
        DownloadManagerMBean manager = managers.only();
        forEach(ids, id -> run(manager, id));
    }

    /** Does something to each download, and then says which of them were not there. */
    static void forEach(List<Long> ids, Predicate<Long> operation) {
        List<String> missing = new ArrayList<>();
        for (Long id : ids) {
            if (!operation.test(id)) {
                missing.add(id.toString());
            }
        }
        if (!missing.isEmpty()) {
            throw new CliException(ExitCode.NO_DOWNLOAD, "there is no download " + String.join(", ", missing));
        }
    }

    /** Does it to one; returns whether there was such a download. */
    abstract boolean run(DownloadManagerMBean manager, long id);
}
