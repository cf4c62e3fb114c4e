/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import dev.spillway.manager.api.Settings;
import java.util.List;

/** What {@code onRefusal} says: {@code tomcat}, or a status with or without a time for {@code Retry-After}. */
final class Refusal {
    private Refusal() {}

    /**
     * Reads it.
     *
     * @param where it stands, for the message
     * @throws IllegalArgumentException if it is something else
     */
    static Verdict parse(String where, List<String> words) {
        if (words.equals(List.of("tomcat"))) {
            return Verdict.leaveToTomcat();
        }
        boolean isStatus = !words.isEmpty() && words.size() <= 2 && words.get(0).matches("[45][0-9]{2}");
        if (!isStatus) {
            throw new IllegalArgumentException(where + "=\"" + String.join(" ", words)
                    + "\" is neither \"tomcat\" nor a status from 400 to 599, with or without a time for Retry-After,"
                    + " such as \"403\" or \"503 120s\"");
        }
        Verdict refusal = Verdict.refuse(Integer.parseInt(words.get(0)), "policy");
        return words.size() == 1 ? refusal : refusal.withRetryAfter(Settings.duration(where, words.get(1)));
    }
}
