/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.List;

/** Admits paths that match one of the patterns: {@code path(/free/** **.txt)}. */
final class PathPolicy implements AdmissionPolicy {
    private static final Verdict DENIED = Verdict.deny("path");

    private List<Glob> globs;

    @Override
    public void configure(PolicyParameters parameters) {
        globs = parameters.list(PolicyParameters.PLAIN).stream()
                .map(text -> Glob.ofPath("path", text))
                .toList();
        if (globs.isEmpty()) {
            throw new IllegalArgumentException("path has no pattern, such as path(/free/** **.txt)");
        }
    }

    @Override
    public Verdict decide(DownloadRequest request) {
        return matchesAny(globs, request.path()) ? Verdict.admit() : DENIED;
    }

    @Override
    public boolean needsAnswer() {
        return false;
    }

    static boolean matchesAny(List<Glob> globs, String path) {
        for (int i = 0; i < globs.size(); i++) {
            if (globs.get(i).matches(path)) {
                return true;
            }
        }
        return false;
    }
}
