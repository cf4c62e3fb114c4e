/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes a {@code multipart/byteranges} body apart (RFC 9110 section 14.6), strictly: every byte has to have its place. */
final class MultipartBody {
    private static final String TYPE = "multipart/byteranges";
    private static final String BOUNDARY = "boundary=";

    private final byte[] body;
    private int position;

    private MultipartBody(byte[] body) {
        this.body = body;
    }

    /** One part: what its head says, and its bytes. */
    static final class Part {
        private final ResponseHead head;
        private final byte[] bytes;

        private Part(ResponseHead head, byte[] bytes) {
            this.head = head;
            this.bytes = bytes;
        }

        ResponseHead head() {
            return head;
        }

        byte[] bytes() {
            return bytes;
        }

        String contentRange() {
            return head.first("Content-Range").orElseThrow();
        }
    }

    static boolean isOne(RawResponse response) {
        return response.head().first("Content-Type").orElse("").startsWith(TYPE);
    }

    static List<Part> parse(RawResponse response) {
        String type = response.head().first("Content-Type").orElseThrow();
        String boundary = type.substring(type.indexOf(BOUNDARY) + BOUNDARY.length());
        return new MultipartBody(response.body()).parts("--" + boundary);
    }

    private List<Part> parts(String delimiter) {
        List<Part> parts = new ArrayList<>();
        if (isNext("\r\n")) {
            skip("\r\n"); // RFC 2046 section 5.1.1: an empty preamble
        }
        skip(delimiter);
        while (!isNext("--")) {
            skip("\r\n");
            parts.add(part());
            skip("\r\n" + delimiter);
        }
        skip("--");
        if (isNext("\r\n")) {
            skip("\r\n"); // an empty epilogue
        }
        if (position != body.length) {
            throw new AssertionError("Bytes behind the last delimiter: " + (body.length - position));
        }
        return parts;
    }

    private Part part() {
        int end = position;
        while (!isAt(end, "\r\n\r\n")) {
            end++;
        }
        // An empty status line, as a part has none.
        ResponseHead head = ResponseHead.parse("\r\n" + text(position, end));
        position = end + 4;
        String range = head.first("Content-Range").orElseThrow();
        String[] bounds = range.substring("bytes ".length(), range.indexOf('/')).split("-", -1);
        int length = Integer.parseInt(bounds[1]) - Integer.parseInt(bounds[0]) + 1;
        Part part = new Part(head, Arrays.copyOfRange(body, position, position + length));
        position += length;
        return part;
    }

    private void skip(String expected) {
        if (!isNext(expected)) {
            throw new AssertionError("At " + position + " of " + body.length + " there is no [" + expected + "] but ["
                    + text(position, Math.min(body.length, position + expected.length())) + "]");
        }
        position += expected.length();
    }

    private boolean isNext(String expected) {
        return isAt(position, expected);
    }

    private boolean isAt(int offset, String expected) {
        if (offset + expected.length() > body.length) {
            return false;
        }
        return text(offset, offset + expected.length()).equals(expected);
    }

    private String text(int from, int to) {
        return new String(body, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
