/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The outcome of one run.
 *
 * @param downloads one result for each group, in the order of the plan
 * @param pages what the page probe saw, if there was one
 */
public record LoadResult(List<DownloadResult> downloads, Optional<PageResult> pages) {
    public LoadResult {
        downloads = List.copyOf(downloads);
    }

    /** The result of the group of this name. */
    public DownloadResult group(String name) {
        return downloads.stream()
                .filter(result -> result.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What failed, files and pages, by cause. */
    public Map<String, Long> failures() {
        Map<String, Long> failures = new TreeMap<>();
        downloads.forEach(group -> group.failures().forEach((cause, count) -> failures.merge(cause, count, Long::sum)));
        pages.ifPresent(result -> result.failures().forEach((cause, count) -> failures.merge(cause, count, Long::sum)));
        return failures;
    }

    /** Everything, ready for {@link Json}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("downloads", downloads.stream().map(DownloadResult::toMap).toList());
        pages.ifPresent(result -> map.put("pages", result.toMap()));
        return map;
    }
}
