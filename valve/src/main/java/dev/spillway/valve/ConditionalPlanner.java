/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.http.ByteRange;
import dev.spillway.manager.http.EntityTag;
import dev.spillway.manager.http.HttpDate;
import dev.spillway.manager.http.IfRange;
import dev.spillway.manager.http.MultipartRanges;
import dev.spillway.manager.http.Preconditions;
import dev.spillway.manager.http.RangeHeader;
import dev.spillway.manager.http.RangeSelection;
import dev.spillway.manager.http.RangeSelection.Partial;
import dev.spillway.manager.http.RangeSelection.Unsatisfiable;
import dev.spillway.manager.http.Validators;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/**
 * Gives an application that hands over a file as a plain 200 all that HTTP promises about a file: validators,
 * preconditions, ranges (RFC 9110 sections 8.8, 13 and 14).
 */
final class ConditionalPlanner {
    private final FileOffer offer;
    private final long length;
    private final SourceFile file;
    private final List<String> hiddenRange;
    private final Request request;
    private final Response response;
    private final Map<String, String> fields = new LinkedHashMap<>();

    ConditionalPlanner(
            FileOffer offer, long end, SourceFile file, List<String> hiddenRange, Request request, Response response) {
        this.offer = offer;
        this.file = file;
        this.hiddenRange = hiddenRange;
        this.request = request;
        this.response = response;
        length = end - offer.start();
    }

    AnswerPlan plan() {
        Validators validators = validators(Instant.now());
        Preconditions.Result result = offer.isDecided()
                ? Preconditions.Result.PROCEED
                : Preconditions.evaluate(this::requestField, validators);
        return switch (result) {
            case NOT_MODIFIED -> withoutBody(HttpServletResponse.SC_NOT_MODIFIED);
            case FAILED -> withoutBody(HttpServletResponse.SC_PRECONDITION_FAILED);
            case PROCEED -> planRanges(validators);
        };
    }

    private AnswerPlan planRanges(Validators validators) {
        RangeSelection selection = selectRanges(validators);
        if (selection instanceof Unsatisfiable unsatisfiable) {
            fields.put("Content-Range", unsatisfiable.contentRange());
            return withoutBody(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
        } else if (selection instanceof Partial partial) {
            return partial(partial.ranges());
        }
        return withBody(HttpServletResponse.SC_OK, length == 0 ? List.of() : List.of(region(0, length)));
    }

    /** What the application says of the state of the file and, where it says nothing, what the file says. */
    private Validators validators(Instant now) {
        String tag = response.getHeader("ETag");
        String modified = response.getHeader("Last-Modified");
        Optional<EntityTag> entityTag = tag == null ? ownTag(now) : EntityTag.parse(tag);
        Optional<Instant> lastModified =
                modified == null ? Optional.of(file.lastModified()) : HttpDate.parse(modified, now);
        Validators validators = new Validators(entityTag, lastModified, now);
        if (tag == null) {
            entityTag.ifPresent(own -> fields.put("ETag", own.format()));
        }
        if (modified == null && validators.isLastModifiedStrong()) {
            // Of the current second only the tag can tell: see Validators.
            validators.lastModified().ifPresent(time -> fields.put("Last-Modified", HttpDate.format(time)));
        }
        return validators;
    }

    /** The tag of the file, if the offer is all of it; inodes are left out, as they differ between servers. */
    private Optional<EntityTag> ownTag(Instant now) {
        return length == file.size()
                ? Optional.of(EntityTag.ofFile(length, file.lastModified(), Optional.empty(), now))
                : Optional.empty();
    }

    private RangeSelection selectRanges(Validators validators) {
        String acceptRanges = response.getHeader("Accept-Ranges");
        if (acceptRanges == null) {
            fields.put("Accept-Ranges", "bytes");
        }
        boolean isWelcome = acceptRanges == null || acceptRanges.equalsIgnoreCase("bytes");
        List<String> range = hiddenRange.isEmpty() ? requestField("Range") : hiddenRange;
        return isWelcome
                        && "GET".equals(request.getMethod())
                        && IfRange.permitsRange(requestField("If-Range"), validators)
                ? RangeHeader.select(range, length)
                : new RangeSelection.Whole();
    }

    private AnswerPlan partial(List<ByteRange> ranges) {
        if (ranges.size() == 1) {
            ByteRange range = ranges.get(0);
            fields.put("Content-Range", range.contentRange(length));
            return withBody(HttpServletResponse.SC_PARTIAL_CONTENT, List.of(region(range.first(), range.length())));
        }
        MultipartRanges parts = MultipartRanges.of(ranges, length, Optional.ofNullable(response.getContentType()));
        fields.put("Content-Type", parts.contentType());
        return withBody(
                HttpServletResponse.SC_PARTIAL_CONTENT,
                parts.pieces().stream().map(this::segment).toList());
    }

    /** The pieces count from the beginning of what is offered, the regions from that of the file. */
    private Segment segment(Segment piece) {
        return piece instanceof FileRegion slice ? region(slice.position(), slice.length()) : piece;
    }

    private FileRegion region(long position, long count) {
        return new FileRegion(offer.start() + position, count);
    }

    private AnswerPlan withBody(int status, List<Segment> body) {
        return new AnswerPlan(status, fields, Set.of(), body);
    }

    private AnswerPlan withoutBody(int status) {
        return new AnswerPlan(status, fields, Set.of(), List.of());
    }

    private List<String> requestField(String name) {
        return Collections.list(request.getHeaders(name));
    }
}
