/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import dev.spillway.manager.api.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The limits of a manager as they travel. */
final class LimitsCodec {
    private LimitsCodec() {}

    static void write(Limits limits, BodyWriter out) {
        out.number(limits.bytesPerSecond()).number(limits.clientBytesPerSecond());
        out.number(limits.downloadBytesPerSecond()).number(limits.limitAfter());
        out.number(limits.clientDownloads()).number(limits.fileDownloads()).flag(limits.isByUser());
        out.number(limits.minBytesPerSecond()).duration(limits.minRateWindow());
        List<Map.Entry<String, Long>> rules = new ArrayList<>(limits.rules().entrySet());
        out.list(rules, rule -> out.text(rule.getKey()).number(rule.getValue()));
    }

    static Limits read(BodyReader in) throws WireException {
        try {
            return new Limits(
                    in.count(),
                    in.count(),
                    in.count(),
                    in.count(),
                    in.integer(),
                    in.integer(),
                    in.flag(),
                    in.count(),
                    in.duration(),
                    rules(in));
        } catch (IllegalArgumentException e) {
            throw new WireException(e.getMessage());
        }
    }

    private static Map<String, Long> rules(BodyReader in) throws WireException {
        Map<String, Long> rules = new HashMap<>();
        for (Map.Entry<String, Long> rule : in.list(() -> Map.entry(in.text(), in.count()))) {
            rules.put(rule.getKey(), rule.getValue());
        }
        return rules;
    }
}
