/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.http.ByteRange;
import dev.spillway.manager.http.IfRange;
import dev.spillway.manager.http.MultipartRanges;
import dev.spillway.manager.http.Preconditions;
import dev.spillway.manager.http.RangeHeader;
import dev.spillway.manager.http.RangeSelection;
import dev.spillway.manager.http.Validators;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a request gets of a file: all of it, parts, or word that it needs none (RFC 9110 sections 13 and 14).
 *
 * @param precondition what the conditions of the request say
 * @param selection which part is asked for; the whole unless the conditions hold
 * @param length of the file in bytes
 */
record FileAnswer(Preconditions.Result precondition, RangeSelection selection, long length) {

    /**
     * Decides. Conditions and ranges count for GET and HEAD, ranges for GET alone, and both only where the answer would
     * be a 200 without them (RFC 9110 sections 13.2.1 and 14.2).
     */
    static FileAnswer of(HttpServletRequest request, int status, long length, Validators validators) {
        Function<String, List<String>> fields = name -> Collections.list(request.getHeaders(name));
        boolean isGet = "GET".equals(request.getMethod());
        if (status != HttpServletResponse.SC_OK || !(isGet || "HEAD".equals(request.getMethod()))) {
            return new FileAnswer(Preconditions.Result.PROCEED, new RangeSelection.Whole(), length);
        }
        Preconditions.Result precondition = Preconditions.evaluate(fields, validators);
        boolean hasRange = isGet
                && precondition == Preconditions.Result.PROCEED
                && IfRange.permitsRange(fields.apply("If-Range"), validators);
        RangeSelection selection =
                hasRange ? RangeHeader.select(fields.apply("Range"), length) : new RangeSelection.Whole();
        return new FileAnswer(precondition, selection, length);
    }

    /** Whether the client gets an error page and so nothing that describes the file. */
    boolean isRefusal() {
        return precondition == Preconditions.Result.FAILED || selection instanceof RangeSelection.Unsatisfiable;
    }

    /** Answers 412 or 416. */
    void refuse(HttpServletResponse response) throws IOException {
        if (selection instanceof RangeSelection.Unsatisfiable unsatisfiable) {
            response.setHeader("Content-Range", unsatisfiable.contentRange());
            response.sendError(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
        } else {
            response.sendError(HttpServletResponse.SC_PRECONDITION_FAILED);
        }
    }

    /** Sets status, length and range of the answer, and gives the body to be written, which is empty where there is none. */
    List<Segment> begin(HttpServletRequest request, HttpServletResponse response) {
        if (precondition == Preconditions.Result.NOT_MODIFIED) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return List.of();
        }
        response.setHeader("Accept-Ranges", "bytes");
        List<Segment> body = selection instanceof RangeSelection.Partial partial
                ? beginParts(partial.ranges(), response)
                : beginWhole(response);
        return "HEAD".equals(request.getMethod()) ? List.of() : body;
    }

    private List<Segment> beginWhole(HttpServletResponse response) {
        response.setContentLengthLong(length);
        return length == 0 ? List.of() : List.of(new Segment.FileRegion(0, length));
    }

    private List<Segment> beginParts(List<ByteRange> ranges, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        if (ranges.size() > 1) {
            MultipartRanges parts = MultipartRanges.of(ranges, length, Optional.ofNullable(response.getContentType()));
            response.setContentType(parts.contentType());
            response.setContentLengthLong(parts.contentLength());
            return parts.pieces();
        }
        ByteRange range = ranges.get(0);
        response.setHeader("Content-Range", range.contentRange(length));
        response.setContentLengthLong(range.length());
        return List.of(new Segment.FileRegion(range.first(), range.length()));
    }
}
