/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.api.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Text of progress bars. */
final class Bars {
    private static final int NAME_WIDTH = 28;
    private static final int NUMBERS_WIDTH = 34;

    private Bars() {}

    /** A line for the whole download, then one for each link. */
    static List<String> lines(String name, Progress progress, int width) {
        List<String> lines = new ArrayList<>();
        double part = progress.size().isPresent() && progress.size().getAsLong() > 0
                ? (double) progress.done() / progress.size().getAsLong()
                : 0;
        String end = progress.paused() ? "paused" : time(progress.remaining());
        lines.add(line(name, part, progress.rate(), end, width));
        int number = 1;
        for (Progress.Link link : progress.links()) {
            double done = (double) (link.position() - link.start()) / Math.max(1, link.end() - link.start());
            lines.add(line("  " + number + " " + link.server(), done, link.rate(), time(link.remaining()), width));
            number++;
        }
        return lines;
    }

    private static String time(Optional<Duration> left) {
        return left.isPresent() ? Units.time(left.get()) : "-";
    }

    private static String line(String name, double part, double rate, String end, int width) {
        String shown = Text.clean(name);
        String cut = shown.length() > NAME_WIDTH ? shown.substring(0, NAME_WIDTH - 1) + "~" : shown;
        int bar = Math.max(5, width - NAME_WIDTH - NUMBERS_WIDTH);
        int full = (int) Math.round(Math.max(0, Math.min(1, part)) * bar);
        return String.format(
                Locale.ROOT,
                "%-" + NAME_WIDTH + "s [%s%s] %3.0f%% %10s/s %8s",
                cut,
                "#".repeat(full),
                ".".repeat(bar - full),
                Math.floor(part * 100),
                Units.bytes(rate),
                end);
    }
}
