/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import dev.spillway.manager.api.Segment;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The body that carries several ranges of one file, {@code multipart/byteranges} of RFC 9110 section 14.6. Only the
 * delimiters and the heads of the parts are in memory; the ranges stay in the file.
 *
 * <p>In RFC 2046 section 5.1.1 the line break before a delimiter belongs to the delimiter. The first one has none, as
 * the body begins with it:
 *
 * <pre>
 * --boundary CRLF
 * Content-Type: type of the file CRLF       (only if it is known)
 * Content-Range: bytes first-last/length CRLF
 * CRLF
 * bytes of the first range
 * CRLF --boundary CRLF ... and so on for every range
 * CRLF --boundary-- CRLF
 * </pre>
 *
 * @param contentType value of {@code Content-Type} of the response, with the boundary
 * @param contentLength value of {@code Content-Length} of the response: the sum of all pieces in bytes
 * @param pieces the body in the order in which it is sent
 */
public record MultipartRanges(String contentType, long contentLength, List<Segment> pieces) {

    /** 128 bits: neither guessed by somebody who writes the file, nor met in it by chance. */
    private static final int BOUNDARY_RANDOM_BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Sets up the body for some ranges of a file, with a boundary of its own.
     *
     * @param ranges two or more, in the order in which they are to be sent
     * @param completeLength length of the file in bytes
     * @param fileType value of {@code Content-Type} that the file as a whole would have; empty if it is not known
     * @throws IllegalArgumentException if there are fewer than two ranges, one goes past the end of the file, or the
     *     type may not be written into a head
     * @throws ArithmeticException if the body would be longer than 2^63 - 1 bytes
     */
    public static MultipartRanges of(List<ByteRange> ranges, long completeLength, Optional<String> fileType) {
        byte[] random = new byte[BOUNDARY_RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return of(ranges, completeLength, fileType, HexFormat.of().formatHex(random));
    }

    static MultipartRanges of(List<ByteRange> ranges, long completeLength, Optional<String> fileType, String boundary) {
        if (ranges.size() < 2) {
            throw new IllegalArgumentException("ranges.size()=" + ranges.size() + " < 2: a single one has no parts");
        }
        if (!fileType.map(HeaderFields::isValue).orElse(true)) {
            throw new IllegalArgumentException("fileType has a character that a header field must not have");
        }
        String typeLine = fileType.map(type -> "Content-Type: " + type + "\r\n").orElse("");
        List<Segment> pieces = new ArrayList<>();
        String delimiter = "--" + boundary;
        for (ByteRange range : ranges) {
            String rangeLine = "Content-Range: " + range.contentRange(completeLength) + "\r\n";
            pieces.add(literal(delimiter + "\r\n" + typeLine + rangeLine + "\r\n"));
            pieces.add(new Segment.FileRegion(range.first(), range.length()));
            delimiter = "\r\n--" + boundary;
        }
        pieces.add(literal(delimiter + "--\r\n"));
        long contentLength = pieces.stream().mapToLong(Segment::length).reduce(0, Math::addExact);
        return new MultipartRanges("multipart/byteranges; boundary=" + boundary, contentLength, List.copyOf(pieces));
    }

    private static Segment literal(String text) {
        return new Segment.Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
