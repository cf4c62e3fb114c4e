/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.security.Principal;
import java.util.Set;

/**
 * Admits who is authenticated (SYSTEMS.md A2 "authentication"): {@code user()} anybody, {@code user(alice bob)} those.
 */
final class UserPolicy implements AdmissionPolicy {
    private static final Verdict DENIED = Verdict.deny("user");

    private Set<String> names;

    @Override
    public void configure(PolicyParameters parameters) {
        names = Set.copyOf(parameters.list(PolicyParameters.PLAIN));
    }

    @Override
    public Verdict decide(DownloadRequest request) {
        Principal user = request.userPrincipal();
        boolean isAdmitted =
                user != null && user.getName() != null && (names.isEmpty() || names.contains(user.getName()));
        return isAdmitted ? Verdict.admit() : DENIED;
    }
}
