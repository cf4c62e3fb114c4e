/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import dev.spillway.manager.api.Terms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Named rules that give downloads limits and a priority of their own: {@code films(paths=/films/** rate=50MiB) staff(roles=staff
 * priority=8)}. The first one that fits a download is the one that counts.
 */
public final class DownloadRules {
    private static final int MAX_NAME_CHARS = 64;

    private final List<DownloadRule> rules;

    private DownloadRules(List<DownloadRule> rules) {
        this.rules = rules;
    }

    /**
     * Reads rules.
     *
     * @param where they are written, for messages
     * @throws IllegalArgumentException if they can't be read
     */
    public static DownloadRules parse(String where, String text) {
        List<DownloadRule> rules = new ArrayList<>();
        for (PolicyCall call : PolicyText.parse(where, text)) {
            if (call.isNegated() || call.isGroup() || call.name().length() > MAX_NAME_CHARS) {
                throw new IllegalArgumentException(where + " holds \"" + call.name()
                        + "\", which is no rule: a name of up to 64 characters that is neither any nor all, with its"
                        + " parameters in parentheses, such as films(paths=/films/** rate=50MiB)");
            }
            PolicyParameters parameters = new PolicyParameters(where + ": " + call.name(), call.values());
            DownloadRule rule = new DownloadRule(
                    call.name(),
                    parameters.list("paths").stream()
                            .map(glob -> Glob.ofPath("paths", glob))
                            .toList(),
                    parameters.list("roles"),
                    parameters.bytes("rate", "0"),
                    parameters.bytes("downloadRate", "0"),
                    parameters.bytes("limitAfter", "0"),
                    parameters.number("priority", Terms.USUAL_PRIORITY, Terms.MIN_PRIORITY, Terms.MAX_PRIORITY));
            parameters.refuseRest();
            if (rules.stream().anyMatch(other -> other.name().equals(rule.name()))) {
                throw new IllegalArgumentException(
                        where + " holds \"" + rule.name() + "\" twice; give each rule a name of its own");
            }
            rules.add(rule);
        }
        return new DownloadRules(List.copyOf(rules));
    }

    /** The first rule that fits, if there is one. */
    public Optional<DownloadRule> find(DownloadRequest request) {
        for (DownloadRule rule : rules) {
            if (rule.fits(request)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Bytes per second of all downloads of a rule together, by the names of the rules; 0 for no limit. */
    public Map<String, Long> bytesPerSecond() {
        Map<String, Long> rates = new LinkedHashMap<>();
        rules.forEach(rule -> rates.put(rule.name(), rule.bytesPerSecond()));
        return rates;
    }
}
