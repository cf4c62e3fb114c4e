/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spillway.cli.Table.Column;
import dev.spillway.manager.api.DownloadManagerMBean;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the downloads. */
@Command(name = "list", description = "Shows the downloads that run or wait, the oldest first.")
final class ListCommand extends ManagerCommand {
    @Option(names = "--client", paramLabel = "ADDRESS", description = "Only those of this client.")
    private String client;

    @Option(names = "--json", description = "One JSON object in a line for each download, sizes in bytes.")
    private boolean isJson;

    @Override
    void run(Managers managers) throws IOException {
        for (Map.Entry<String, DownloadManagerMBean> manager : managers.all().entrySet()) {
            List<CompositeData> downloads = downloads(manager.getValue());
            if (isJson) {
                for (CompositeData download : downloads) {
                    out().println(Json.line(out -> write(out, manager.getKey(), download)));
                }
            } else {
                if (managers.all().size() > 1) {
                    out().println(manager.getKey());
                }
                out().print(table(downloads));
            }
        }
    }

    private List<CompositeData> downloads(DownloadManagerMBean manager) {
        TabularData table = client == null ? manager.downloads() : manager.downloadsOfClient(client);
        return ((Collection<?>) table.values())
                .stream()
                        .map(CompositeData.class::cast)
                        .sorted(Comparator.comparing(row -> (Long) row.get("id")))
                        .toList();
    }

    private static Table table(List<CompositeData> downloads) {
        Table table = new Table(
                Column.number("ID"),
                Column.text("STATE"),
                Column.text("CLIENT"),
                Column.text("USER"),
                Column.number("SENT"),
                Column.number("OF"),
                Column.number("RATE/s"),
                Column.number("LEFT"),
                Column.number("PRIO"),
                Column.text("FILE"));
        for (CompositeData row : downloads) {
            Long remaining = (Long) row.get("remainingSeconds");
            table.add(
                    row.get("id"),
                    row.get("state"),
                    row.get("client"),
                    row.get("user"),
                    Units.bytes((Long) row.get("sent")),
                    Units.bytes((Long) row.get("length")),
                    Units.bytes((Long) row.get("rate")),
                    remaining == null ? "-" : Units.time(remaining),
                    row.get("priority"),
                    row.get("file"));
        }
        return table;
    }

    private static void write(JsonGenerator out, String manager, CompositeData download) throws IOException {
        out.writeStartObject();
        out.writeStringField("manager", manager);
        for (String item : download.getCompositeType().keySet()) {
            out.writeFieldName(item);
            Json.value(out, download.get(item));
        }
        out.writeEndObject();
    }
}
