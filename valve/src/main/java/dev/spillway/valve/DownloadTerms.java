/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
import dev.spillway.valve.policy.DownloadRule;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.apache.catalina.connector.Request;

/** For whom a download is made, and under which terms: as the request, the rule and the application say. */
final class DownloadTerms {
    /** Request attribute by which an application sets the priority: an {@link Integer} within the bounds of {@link Terms}. */
    static final String PRIORITY_ATTRIBUTE = "dev.spillway.priority";

    private DownloadTerms() {}

    static Terms of(FileOffer offer, AnswerPlan plan, SourceFile file, Request request, Optional<DownloadRule> rule) {
        boolean isPartial = plan.status() == HttpServletResponse.SC_PARTIAL_CONTENT;
        return new Terms(
                request.getRemoteAddr(),
                request.getRemoteUser(),
                request.getRequestURI(),
                isPartial ? Segment.ranges(plan.body(), file.size()) : "",
                rule.map(DownloadRule::name).orElse(""),
                priority(request, rule),
                narrower(
                        offer.bytesPerSecond(),
                        rule.map(DownloadRule::downloadBytesPerSecond).orElse(0L)),
                rule.map(DownloadRule::limitAfter).orElse(0L));
    }

    /** What an application says wins, unless it makes no sense. */
    private static int priority(Request request, Optional<DownloadRule> rule) {
        return request.getAttribute(PRIORITY_ATTRIBUTE) instanceof Integer wanted
                        && wanted >= Terms.MIN_PRIORITY
                        && wanted <= Terms.MAX_PRIORITY
                ? wanted
                : rule.map(DownloadRule::priority).orElse(Terms.USUAL_PRIORITY);
    }

    /** The narrower of two limits, of which 0 is none. */
    private static long narrower(long a, long b) {
        return a == 0 || b == 0 ? Math.max(a, b) : Math.min(a, b);
    }
}
