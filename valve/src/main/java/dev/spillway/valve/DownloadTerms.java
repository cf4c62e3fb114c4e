/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;

/** For whom a download is made, and under which terms, as the request and the application say. */
final class DownloadTerms {
    private DownloadTerms() {}

    static Terms of(FileOffer offer, AnswerPlan plan, SourceFile file, Request request) {
        boolean isPartial = plan.status() == HttpServletResponse.SC_PARTIAL_CONTENT;
        return new Terms(
                request.getRemoteAddr(),
                request.getRemoteUser(),
                request.getRequestURI(),
                isPartial ? Segment.ranges(plan.body(), file.size()) : "",
                "",
                Terms.USUAL_PRIORITY,
                offer.bytesPerSecond(),
                0);
    }
}
