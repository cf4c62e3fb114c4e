/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes policies of what is written. */
final class PolicyBuilder {
    private static final String PATHS = "paths";
    private static final String ON_REFUSAL = "onRefusal";

    private final String where;
    private final boolean isGuard;
    private final List<AdmissionPolicy> made = new ArrayList<>();

    /**
     * For one attribute.
     *
     * @param where its name, for messages
     * @param isGuard whether the policies must decide before the application has run
     */
    PolicyBuilder(String where, boolean isGuard) {
        this.where = where;
        this.isGuard = isGuard;
    }

    /** All that was made so far, at any depth. */
    List<AdmissionPolicy> made() {
        return List.copyOf(made);
    }

    List<Term> build(List<PolicyCall> calls) {
        return calls.stream().map(call -> build(call, false)).toList();
    }

    private Term build(PolicyCall call, boolean isAlternative) {
        Map<String, List<String>> values = new HashMap<>(call.values());
        List<String> paths = values.remove(PATHS);
        List<String> onRefusal = values.remove(ON_REFUSAL);
        if (paths != null && isAlternative) {
            throw new IllegalArgumentException(where + ": " + call.name() + " has paths inside of any(...), which would"
                    + " admit everything elsewhere; write them behind any, such as any(user signed(keyFile=conf/links.key)"
                    + " paths=/paid/**)");
        }
        PolicyParameters parameters = new PolicyParameters(call.name(), values);
        AdmissionPolicy policy = call.isGroup() ? group(call, parameters) : single(call, parameters);
        return new Term(
                call.name(),
                policy,
                call.isNegated(),
                paths == null
                        ? List.of()
                        : paths.stream()
                                .map(glob -> Glob.ofPath(call.name() + ": " + PATHS, glob))
                                .toList(),
                onRefusal == null ? null : refusal(call.name() + ": " + ON_REFUSAL, onRefusal));
    }

    private AdmissionPolicy single(PolicyCall call, PolicyParameters parameters) {
        AdmissionPolicy policy = PolicyFinder.find(where, call.name());
        made.add(policy);
        policy.configure(parameters);
        parameters.refuseRest();
        if (isGuard && policy.needsAnswer()) {
            throw new IllegalArgumentException(where + " holds \"" + call.name()
                    + "\", which needs what only the application knows, and guard comes before it: put it into policies,"
                    + " or use a <security-constraint>");
        }
        return policy;
    }

    private AdmissionPolicy group(PolicyCall call, PolicyParameters parameters) {
        parameters.refuseRest();
        if (call.parts().isEmpty()) {
            throw new IllegalArgumentException(where + ": " + call.name()
                    + " is empty; write policies into it, such as any(user network(allow=10.0.0.0/8))");
        }
        boolean isAny = call.name().equals("any");
        List<Term> parts = call.parts().stream().map(part -> build(part, isAny)).toList();
        return request -> isAny ? Term.any(parts, request) : Term.all(parts, request);
    }

    /** In a guard there is nothing yet that could be left to Tomcat. */
    Verdict refusal(String name, List<String> words) {
        Verdict refusal = Refusal.parse(name, words);
        if (isGuard && refusal.kind() == Verdict.Kind.LEAVE) {
            throw new IllegalArgumentException(
                    name + "=\"tomcat\" in guard would let everything through; write a status"
                            + " from 400 to 599, such as \"403\"");
        }
        return refusal;
    }
}
