/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.valve.policy.Verdict;

/** A policy has refused the download; unlike a {@link RefusedOfferException} that is as it should be. */
final class RefusedByPolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Verdict verdict;

    RefusedByPolicyException(Verdict verdict) {
        super(verdict.reason());
        this.verdict = verdict;
    }

    Verdict verdict() {
        return verdict;
    }
}
