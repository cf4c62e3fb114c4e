/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import dev.spillway.manager.api.DownloadView;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/** Downloads as a table that JMX can pass on to clients that have no class of Spillway. */
final class DownloadTable {
    private static final String KEY = "id";
    private static final CompositeType ROW = rowType();
    private static final TabularType TABLE = tableType();

    private DownloadTable() {}

    private static CompositeType rowType() {
        Map<String, OpenType<?>> items = new LinkedHashMap<>();
        items.put(KEY, SimpleType.LONG);
        for (String text : List.of("client", "user", "uri", "file", "range", "rule", "state")) {
            items.put(text, SimpleType.STRING);
        }
        for (String number : List.of("length", "sent", "offset", "rate", "remainingSeconds", "limit")) {
            items.put(number, SimpleType.LONG);
        }
        items.put("priority", SimpleType.INTEGER);
        items.put("started", SimpleType.DATE);
        String[] names = items.keySet().toArray(new String[0]);
        try {
            return new CompositeType(
                    "Download", "A download", names, names, items.values().toArray(new OpenType<?>[0]));
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TabularType tableType() {
        try {
            return new TabularType("Downloads", "Running and waiting downloads", ROW, new String[] {KEY});
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }

    static TabularData of(List<DownloadView> downloads) {
        TabularDataSupport table = new TabularDataSupport(TABLE);
        for (DownloadView download : downloads) {
            table.put(row(download));
        }
        return table;
    }

    private static CompositeDataSupport row(DownloadView download) {
        Map<String, Object> items = new LinkedHashMap<>();
        items.put(KEY, download.id());
        items.put("client", download.terms().client());
        items.put("user", download.terms().user());
        items.put("uri", download.terms().uri());
        items.put("file", download.file());
        items.put("range", download.terms().range());
        items.put("rule", download.terms().rule());
        items.put("state", download.state().name());
        items.put("length", download.length());
        items.put("sent", download.bytesSent());
        items.put("offset", download.offset());
        items.put("rate", download.bytesPerSecond());
        items.put(
                "remainingSeconds",
                download.remaining().map(time -> time.toSeconds()).orElse(null));
        items.put("limit", download.limit());
        items.put("priority", download.priority());
        items.put("started", Date.from(download.startedAt()));
        try {
            return new CompositeDataSupport(ROW, items);
        } catch (OpenDataException e) {
            throw new IllegalStateException(e);
        }
    }
}
