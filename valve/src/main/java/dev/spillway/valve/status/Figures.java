/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.ManagerProcess;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.WaitTimes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The figures of a manager as JSON: sizes in bytes, rates in bytes per second, times in seconds, moments in ISO 8601. */
final class Figures {
    private static final double NANOS = 1e9;

    private final DownloadManager manager;
    private final History history;

    Figures(DownloadManager manager, History history) {
        this.manager = manager;
        this.history = history;
    }

    /** @param token by which operations are proved to come from somebody who has read this */
    Reply status(String token) {
        ManagerStats stats = manager.stats();
        Limits limits = manager.limits();
        List<ManagerProcess> processes = manager.processes();
        return Reply.json(out -> {
            out.writeStartObject();
            out.writeStringField("token", token);
            out.writeNumberField("waiting", stats.queueLength());
            out.writeNumberField("active", stats.active());
            out.writeNumberField("lingering", stats.lingering());
            out.writeNumberField("openFiles", stats.openFiles());
            out.writeBooleanField("draining", stats.isDraining());
            out.writeNumberField("rate", stats.bytesPerSecond());
            out.writeNumberField("sent", stats.bytesSent());
            out.writeNumberField("total", stats.total());
            out.writeNumberField("refused", stats.refused());
            writeEnded(out, stats);
            writeWaits(out, stats.waits());
            writeLimits(out, limits);
            writeProcesses(out, processes);
            out.writeEndObject();
        });
    }

    private static void writeEnded(JsonGenerator out, ManagerStats stats) throws IOException {
        out.writeObjectFieldStart("ended");
        for (Outcome outcome : Outcome.values()) {
            out.writeNumberField(outcome.name(), stats.ended(outcome));
        }
        out.writeEndObject();
    }

    private static void writeWaits(JsonGenerator out, WaitTimes waits) throws IOException {
        out.writeObjectFieldStart("waits");
        out.writeNumberField("count", waits.count());
        out.writeNumberField("median", seconds(waits.median()));
        out.writeNumberField("p95", seconds(waits.p95()));
        out.writeNumberField("p99", seconds(waits.p99()));
        out.writeNumberField("max", seconds(waits.max()));
        out.writeEndObject();
    }

    private static void writeLimits(JsonGenerator out, Limits limits) throws IOException {
        out.writeObjectFieldStart("limits");
        out.writeNumberField("rate", limits.bytesPerSecond());
        out.writeNumberField("clientRate", limits.clientBytesPerSecond());
        out.writeNumberField("downloadRate", limits.downloadBytesPerSecond());
        out.writeNumberField("clientDownloads", limits.clientDownloads());
        out.writeNumberField("fileDownloads", limits.fileDownloads());
        out.writeEndObject();
    }

    private static void writeProcesses(JsonGenerator out, List<ManagerProcess> processes) throws IOException {
        out.writeArrayFieldStart("processes");
        for (ManagerProcess process : processes) {
            out.writeStartObject();
            out.writeNumberField("pid", process.pid());
            out.writeStringField("state", process.state());
            out.writeNumberField("waiting", process.stats().queueLength());
            out.writeNumberField("active", process.stats().active());
            out.writeNumberField("rate", process.stats().bytesPerSecond());
            out.writeNumberField("sent", process.stats().bytesSent());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** The last ten minutes; {@code time} in milliseconds, and what time it is now. */
    Reply history() {
        List<History.Sample> samples = history.samples();
        return Reply.json(out -> {
            out.writeStartObject();
            out.writeNumberField("time", System.currentTimeMillis());
            out.writeArrayFieldStart("samples");
            for (History.Sample sample : samples) {
                out.writeStartObject();
                out.writeNumberField("time", sample.millis());
                out.writeNumberField("waiting", sample.waiting());
                out.writeNumberField("active", sample.active());
                out.writeNumberField("rate", sample.bytesPerSecond());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    /**
     * Downloads, the oldest first. Of the parameters {@code limit} is the most of them that are returned, all by default,
     * and {@code match} is a text that must be in client, user, URI or file, whatever its case.
     */
    Reply downloads(HttpServletRequest request) {
        int limit;
        try {
            limit = limit(request.getParameter("limit"));
        } catch (NumberFormatException e) {
            return Reply.error(HttpServletResponse.SC_BAD_REQUEST, "limit is no number of downloads, such as 100");
        }
        String match = request.getParameter("match");
        List<DownloadView> all = manager.downloads(Integer.MAX_VALUE);
        List<DownloadView> chosen = match == null || match.isEmpty() ? all : matching(all, match);
        return Reply.json(out -> {
            out.writeStartObject();
            out.writeNumberField("total", all.size());
            out.writeNumberField("matching", chosen.size());
            out.writeArrayFieldStart("downloads");
            for (DownloadView download : chosen.subList(0, Math.min(limit, chosen.size()))) {
                write(out, download);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static int limit(String text) {
        int limit = text == null ? Integer.MAX_VALUE : Integer.parseInt(text);
        if (limit < 0) {
            throw new NumberFormatException(text);
        }
        return limit;
    }

    private static List<DownloadView> matching(List<DownloadView> all, String match) {
        String text = match.toLowerCase(Locale.ROOT);
        return all.stream()
                .filter(view -> String.join(
                                "\n",
                                view.terms().client(),
                                view.terms().user(),
                                view.terms().uri(),
                                view.file())
                        .toLowerCase(Locale.ROOT)
                        .contains(text))
                .toList();
    }

    private static void write(JsonGenerator out, DownloadView download) throws IOException {
        out.writeStartObject();
        out.writeNumberField("id", download.id());
        out.writeStringField("client", download.terms().client());
        out.writeStringField("user", download.terms().user());
        out.writeStringField("uri", download.terms().uri());
        out.writeStringField("file", download.file());
        out.writeStringField("name", download.file().substring(download.file().lastIndexOf(File.separatorChar) + 1));
        out.writeStringField("range", download.terms().range());
        out.writeStringField("rule", download.terms().rule());
        out.writeStringField("state", download.state().name());
        out.writeNumberField("length", download.length());
        out.writeNumberField("sent", download.bytesSent());
        out.writeNumberField("offset", download.offset());
        out.writeNumberField("rate", download.bytesPerSecond());
        if (download.remaining().isPresent()) {
            out.writeNumberField("remaining", seconds(download.remaining().get()));
        } else {
            out.writeNullField("remaining");
        }
        out.writeNumberField("priority", download.priority());
        out.writeNumberField("limit", download.limit());
        out.writeStringField("started", download.startedAt().toString());
        out.writeEndObject();
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }
}
