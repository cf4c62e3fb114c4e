/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.List;
import java.util.Map;

/**
 * One policy as it is written: {@code !name(values key=value part(...))}.
 *
 * @param name of the policy
 * @param isNegated by an exclamation mark
 * @param values by key, in the order written
 * @param parts policies inside of {@code any} and {@code all}
 */
record PolicyCall(String name, boolean isNegated, Map<String, List<String>> values, List<PolicyCall> parts) {
    boolean isGroup() {
        return isGroup(name);
    }

    static boolean isGroup(String name) {
        return name.equals("any") || name.equals("all");
    }
}
