/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.tomcat.util.http.FastHttpDateFormat;

/** Works out the answer from what is offered and the file as it was opened (SYSTEMS.md A3). */
final class AnswerPlanner {
    private static final Set<String> OF_THE_RANGE = Set.of("content-range");

    private AnswerPlanner() {}

    /**
     * Plans the answer to a GET or HEAD request.
     *
     * @param hiddenRange lines of the {@code Range} field that the application did not get to see, or nothing
     * @throws RefusedOfferException if the region is none of the file
     */
    static AnswerPlan plan(
            FileOffer offer, SourceFile file, List<String> hiddenRange, Request request, Response response)
            throws RefusedOfferException {
        TomcatTag announced = TomcatTag.parse(response.getHeader("ETag"));
        if (offer.isDecided() && announced != null && announced.isOf(offer, response) && !announced.isOf(file)) {
            return wholeOfFresh(file);
        }
        long end = offer.end() == FileOffer.END_OF_FILE ? file.size() : offer.end();
        if (offer.start() < 0 || offer.start() > end || end > file.size()) {
            throw new RefusedOfferException(
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    "bytes from [" + offer.start() + "] to [" + end + "] are no region of [" + file.path() + "] of ["
                            + file.size() + "] bytes: start must be 0 or more, end not less and not beyond the file");
        }
        if (response.getStatus() == HttpServletResponse.SC_OK
                && isConditional(request.getMethod())
                && !(offer.isDecided() && hiddenRange.isEmpty())) {
            return new ConditionalPlanner(offer, end, file, hiddenRange, request, response).plan();
        }
        return offer.start() == end
                ? AnswerPlan.asAnnounced(response.getStatus())
                : AnswerPlan.asAnnounced(response.getStatus(), new FileRegion(offer.start(), end - offer.start()));
    }

    /** With other methods the application has acted already, so its answer stands (RFC 9110 section 13.1). */
    private static boolean isConditional(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    /**
     * The whole file with its own validators, in the place of an answer that was made for an older version of it.
     *
     * <p>{@code DefaultServlet} answers from a cache: for some seconds after a file was replaced, it announces length and
     * validators of the old one, and with them the new bytes would be cut or a mix. Its entity tag says which version it
     * means. A range may always be answered by the whole (RFC 9110 section 14.2).
     */
    private static AnswerPlan wholeOfFresh(SourceFile file) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ETag", TomcatTag.of(file).toString());
        fields.put(
                "Last-Modified",
                FastHttpDateFormat.formatDate(file.lastModified().toEpochMilli()));
        List<Segment> body = file.size() == 0 ? List.of() : List.of(new FileRegion(0, file.size()));
        return new AnswerPlan(HttpServletResponse.SC_OK, fields, OF_THE_RANGE, body);
    }
}
