/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.Segment;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the answer is to be, told as the difference to what the application has set.
 *
 * @param status 200 or 206 with a body; 304, 412 or 416 without
 * @param fields what to set, in the place of fields of the same name
 * @param dropped names of fields, in lower case, that are not to be sent
 * @param body pieces of the file and what stands between them; empty if there is no body
 */
record AnswerPlan(int status, Map<String, String> fields, Set<String> dropped, List<Segment> body) {
    AnswerPlan {
        Set<String> all = new TreeSet<>(dropped);
        fields.keySet().forEach(name -> all.add(name.toLowerCase(Locale.ROOT)));
        dropped = all;
    }

    /** An answer that sends what was announced, as it was announced. */
    static AnswerPlan asAnnounced(int status, Segment... body) {
        return new AnswerPlan(status, Map.of(), Set.of(), List.of(body));
    }

    boolean hasBody() {
        return !body.isEmpty();
    }

    /** Number of bytes of the body. */
    long length() {
        return body.stream().mapToLong(Segment::length).sum();
    }

    /** Whether the answer is an error, for which the server has a page. */
    boolean isError() {
        return status >= HttpServletResponse.SC_BAD_REQUEST;
    }
}
