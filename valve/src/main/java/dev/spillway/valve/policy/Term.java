/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.List;
import java.util.Objects;

/**
 * A policy with what can be said about every policy: where it holds, whether it is turned round, and what its refusal
 * means.
 *
 * @param name of the policy, for the log
 * @param paths outside of which it admits everything; empty for none, so that it holds everywhere
 * @param onRefusal in place of the refusal of the policy; null to leave it at that
 */
record Term(String name, AdmissionPolicy policy, boolean isNegated, List<Glob> paths, Verdict onRefusal)
        implements AdmissionPolicy {
    @Override
    public Verdict decide(DownloadRequest request) {
        if (!paths.isEmpty() && !PathPolicy.matchesAny(paths, request.path())) {
            return Verdict.admit();
        }
        Verdict verdict = Objects.requireNonNull(policy.decide(request), name);
        if (isNegated) {
            verdict = verdict.isAdmitted() ? Verdict.deny("!" + name) : Verdict.admit();
        }
        boolean isRefusal = verdict.kind() == Verdict.Kind.DENY || verdict.kind() == Verdict.Kind.REFUSE;
        return isRefusal && onRefusal != null ? onRefusal.because(verdict.reason()) : verdict;
    }

    /** All must admit; the first that does not is what counts. */
    static Verdict all(List<Term> terms, DownloadRequest request) {
        for (int i = 0; i < terms.size(); i++) {
            Verdict verdict = terms.get(i).decide(request);
            if (!verdict.isAdmitted()) {
                return verdict;
            }
        }
        return Verdict.admit();
    }

    /** One must admit; if none does, the last one counts. */
    static Verdict any(List<Term> terms, DownloadRequest request) {
        Verdict verdict = Verdict.admit();
        for (int i = 0; i < terms.size(); i++) {
            verdict = terms.get(i).decide(request);
            if (verdict.isAdmitted()) {
                return verdict;
            }
        }
        return verdict;
    }
}
