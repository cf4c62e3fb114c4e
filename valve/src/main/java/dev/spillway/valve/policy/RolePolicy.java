/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.List;

/** Admits users that have one of the roles (SYSTEMS.md A2 "access privilege"): {@code role(downloaders staff)}. */
final class RolePolicy implements AdmissionPolicy {
    private static final Verdict DENIED = Verdict.deny("role");

    private List<String> roles;

    @Override
    public void configure(PolicyParameters parameters) {
        roles = parameters.list(PolicyParameters.PLAIN);
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("role names no role, such as role(downloaders staff)");
        }
    }

    @Override
    public Verdict decide(DownloadRequest request) {
        for (String role : roles) {
            if (request.isUserInRole(role)) {
                return Verdict.admit();
            }
        }
        return DENIED;
    }
}
