/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.api.Progress;

/** One line about a download. */
final class Summary {
    private Summary() {}

    /** How far, how fast, how long yet, over how many links. */
    static String of(Progress progress) {
        StringBuilder line = new StringBuilder();
        line.append(Units.bytes((double) progress.done()));
        if (progress.size().isPresent()) {
            long size = progress.size().getAsLong();
            long percent = size == 0 ? 100 : progress.done() * 100 / size;
            line.append(" of ")
                    .append(Units.bytes((double) size))
                    .append(" (")
                    .append(percent)
                    .append(" %)");
        }
        line.append(", ").append(Units.bytes(progress.rate())).append("/s");
        progress.remaining()
                .ifPresent(time -> line.append(", ").append(Units.time(time)).append(" left"));
        int links = progress.links().size();
        line.append(", ").append(links).append(links == 1 ? " link" : " links");
        return progress.paused() ? line.append(", paused").toString() : line.toString();
    }
}
