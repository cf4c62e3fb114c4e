/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.List;

/**
 * One of {@link DownloadRules}.
 *
 * @param name of the rule
 * @param paths patterns, one of which must match; empty for all paths
 * @param roles of users, one of which the user must have; empty for everybody
 * @param bytesPerSecond of all its downloads together, 0 for no limit
 * @param downloadBytesPerSecond of each of its downloads, 0 for no limit of the rule
 * @param limitAfter bytes that are sent before {@link #downloadBytesPerSecond} sets in
 * @param priority of its downloads
 */
public record DownloadRule(
        String name,
        List<Glob> paths,
        List<String> roles,
        long bytesPerSecond,
        long downloadBytesPerSecond,
        long limitAfter,
        int priority) {
    boolean fits(DownloadRequest request) {
        return (paths.isEmpty() || PathPolicy.matchesAny(paths, request.path()))
                && (roles.isEmpty() || roles.stream().anyMatch(request::isUserInRole));
    }
}
