/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.DownloadOptions;
import java.util.List;
import java.util.function.BiConsumer;

/** Finds links that are below the level that is set, absolutely or by comparison with the others (B5). */
final class SlowLinks {
    private final DownloadOptions options;

    SlowLinks(DownloadOptions options) {
        this.options = options;
    }

    /**
     * Looks at links once.
     *
     * @param found gets each that is too slow, with words for its rate and the level
     */
    void find(List<Link> links, BiConsumer<Link, String> found) {
        List<Link> judged = links.stream()
                .filter(link -> !link.isStopped() && link.portionSeconds() > RateMeter.windowSeconds() + 1)
                .toList();
        double sum = judged.stream().mapToDouble(Link::portionRate).sum();
        for (Link link : judged) {
            double rate = link.portionRate();
            double others = judged.size() > 1 ? (sum - rate) / (judged.size() - 1) : 0;
            double level = Math.max((double) options.lowestRate(), options.lowestShare() * others);
            if (rate < level) {
                found.accept(link, Math.round(rate) + " B/s, below " + Math.round(level));
            }
        }
    }
}
