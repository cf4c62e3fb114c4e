/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.source;

import dev.spillway.client.api.Failure;
import dev.spillway.client.http.ContentRange;
import dev.spillway.client.http.HttpAgent;
import dev.spillway.client.http.HttpAnswer;
import dev.spillway.client.http.LinkFields;
import dev.spillway.client.http.RangeRequest;
import dev.spillway.client.http.Validators;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/** A file over HTTP, by range requests (RFC 9110 section 14). */
final class HttpSource implements Source {
    private final URI uri;
    private final HttpAgent agent;
    private final FileState state;

    HttpSource(URI uri, HttpAgent agent) {
        this.uri = uri;
        this.agent = agent;
        this.state = new FileState(server());
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public String server() {
        return Sources.server(uri);
    }

    @Override
    public void expect(long size, Validators validators) {
        state.expect(size, validators);
    }

    @Override
    public void prepare() {
        agent.prepare(uri);
    }

    @Override
    public RangeStream open(long first, long end) throws SourceException, InterruptedException {
        HttpAnswer answer;
        try {
            answer = agent.get(
                    uri, RangeRequest.part(first, end, state.validators().ifRange()));
        } catch (IOException e) {
            throw HttpFaults.of(server(), e);
        }
        boolean usable = false;
        try {
            RangeStream stream = accept(answer, first, end);
            usable = true;
            return stream;
        } finally {
            if (!usable) {
                answer.close();
            }
        }
    }

    private RangeStream accept(HttpAnswer answer, long first, long end) throws SourceException {
        return switch (answer.status()) {
            case 206 -> acceptPart(answer, first, end);
            case 200 -> acceptWhole(answer, first);
            case 416 -> acceptUnsatisfied(answer, first);
            default -> throw HttpFaults.ofStatus(server(), answer);
        };
    }

    private RangeStream acceptPart(HttpAnswer answer, long first, long end) throws SourceException {
        refuseEncoded(answer);
        Optional<ContentRange> told = answer.headers().first("content-range").flatMap(ContentRange::parse);
        if (answer.headers().all("content-range").size() != 1 || told.isEmpty()) {
            throw misbehaved("answered a range request without a proper Content-Range");
        }
        ContentRange range = told.get();
        if (range.first() != first || range.last() >= end) {
            throw misbehaved("was asked for bytes " + first + " to " + (end - 1) + " and sent " + range.first() + " to "
                    + range.last());
        }
        OptionalLong length = answer.body().length();
        if (length.isPresent() && length.getAsLong() != range.length()) {
            throw misbehaved("announced " + range.length() + " bytes and a length of " + length.getAsLong());
        }
        state.remember(range.total(), answer.validators());
        return new HttpRangeStream(
                server(), answer, facts(answer, range.total(), true), range.last() + 1, range.length());
    }

    private RangeStream acceptWhole(HttpAnswer answer, long first) throws SourceException {
        refuseEncoded(answer);
        OptionalLong length = answer.body().length();
        state.remember(length, answer.validators());
        if (first > 0) {
            throw new SourceException(Failure.NO_RANGES, server() + " cannot give parts of the file");
        }
        long end = length.orElse(Long.MAX_VALUE);
        return new HttpRangeStream(server(), answer, facts(answer, length, false), end, end);
    }

    /** The way in which servers speak of an empty file, which has no range that could be asked for. */
    private RangeStream acceptUnsatisfied(HttpAnswer answer, long first) throws SourceException {
        OptionalLong told = answer.headers()
                .first("content-range")
                .map(ContentRange::sizeOfUnsatisfied)
                .orElse(OptionalLong.empty());
        if (told.isEmpty() || first < told.getAsLong()) {
            throw misbehaved("refused a range that it should have (status 416)");
        }
        state.remember(told, answer.validators());
        if (told.getAsLong() > 0) {
            throw misbehaved("has fewer bytes than were asked for (status 416)");
        }
        return new EmptyStream(facts(answer, told, true), answer.responseTime());
    }

    private void refuseEncoded(HttpAnswer answer) throws SourceException {
        Optional<String> coding =
                answer.headers().first("content-encoding").filter(value -> !value.equalsIgnoreCase("identity"));
        // Servers that call a .gz file gzip-encoded mean the file itself, and send it as it is.
        String path = String.valueOf(uri.getPath());
        boolean isTheFile = path.endsWith(".gz") || path.endsWith(".tgz");
        if (coding.isPresent() && !isTheFile) {
            throw misbehaved("encoded the file (" + coding.get() + ") although we asked for it as it is");
        }
    }

    private static FileFacts facts(HttpAnswer answer, OptionalLong size, boolean ranges) {
        LinkFields links = answer.links();
        return new FileFacts(
                size,
                ranges,
                answer.validators(),
                answer.digest(),
                answer.fileName(),
                links.duplicates(),
                links.metalinks());
    }

    private SourceException misbehaved(String what) {
        return new SourceException(Failure.SERVER_MISBEHAVED, server() + " " + what);
    }

    /** The connections belong to the pool. */
    @Override
    public void close() {}
}
