/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Checks an answer about a file byte for byte, and puts it into a few words: the status, the ranges, and what is missing of
 * what goes with them. {@code 206 0-9}; {@code 206 0-9,20-29} for a multipart body, or
 * {@code 206 99 ranges} for a long one; {@code 416}; {@code 500 close}.
 */
final class RangeAnswer {
    private static final int SHOWN_RANGES = 10;

    private final byte[] content;

    RangeAnswer(byte[] content) {
        this.content = content;
    }

    /** Asks, and asks for a page on the same connection afterwards, unless the server has announced a close. */
    String ask(RawHttpClient client, String method, String path, List<String> lines) {
        client.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + String.join("", lines.stream().map(line -> line + "\r\n").toList()) + "\r\n");
        ResponseHead head = client.readHead();
        boolean isBodiless = method.equals("HEAD");
        RawResponse response =
                isBodiless ? new RawResponse(head, new byte[0], Received.Ending.ENOUGH) : client.readResponse(head);
        String summary = isBodiless ? summaryOfHead(head) : summary(response);
        return summary + missing(head) + goesOn(client, head);
    }

    private String summaryOfHead(ResponseHead head) {
        if (head.status() == 200) {
            assertThat(head.contentLength()).as("announced length").isEqualTo(content.length);
        }
        return Integer.toString(head.status());
    }

    private String summary(RawResponse response) {
        int status = response.status();
        if (status == 200) {
            assertThat(response.head().contentLength()).isEqualTo(content.length);
            assertThat(response.body()).isEqualTo(content);
            return "200";
        } else if (status == 206) {
            return "206 " + ranges(response);
        } else if (status == 304) {
            assertThat(response.body()).isEmpty();
            return "304";
        }
        assertThat(response.body().length).as("bytes of an error page").isLessThan(10_000);
        return Integer.toString(status);
    }

    private String ranges(RawResponse response) {
        if (!MultipartBody.isOne(response)) {
            return range(response.head().first("Content-Range").orElseThrow(), response.body());
        }
        assertThat(response.head().all("Content-Range")).isEmpty();
        List<String> ranges = new ArrayList<>();
        for (MultipartBody.Part part : MultipartBody.parse(response)) {
            assertThat(part.head().all("Content-Type")).containsExactly("application/octet-stream");
            ranges.add(range(part.contentRange(), part.bytes()));
        }
        return ranges.size() > SHOWN_RANGES ? ranges.size() + " ranges" : String.join(",", ranges);
    }

    private String range(String contentRange, byte[] bytes) {
        String suffix = "/" + content.length;
        assertThat(contentRange).startsWith("bytes ").endsWith(suffix);
        String range = contentRange.substring("bytes ".length(), contentRange.length() - suffix.length());
        String[] bounds = range.split("-", -1);
        int first = Integer.parseInt(bounds[0]);
        int last = Integer.parseInt(bounds[1]);
        assertThat(bytes).as("bytes of range %s", range).isEqualTo(Arrays.copyOfRange(content, first, last + 1));
        return range;
    }

    /** What RFC 9110 sections 15.3.7, 15.4.5 and 15.5.17 want of these answers, and is not there. */
    private String missing(ResponseHead head) {
        return switch (head.status()) {
            case 200, 206, 304 -> head.first("ETag").isEmpty() ? " without ETag" : "";
            case 416 ->
                head.all("Content-Range").equals(List.of("bytes */" + content.length)) ? "" : " without Content-Range";
            default -> "";
        };
    }

    /** Nothing of the answer is left over, and the connection is good for the next request, or closed as announced. */
    private static String goesOn(RawHttpClient client, ResponseHead head) {
        if (head.all("Connection").contains("close")) {
            assertThat(client.receiveToEnd(new CountingSink()).length()).isZero();
            return " close";
        }
        ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        if (client.sendGet("/page.html").receive(beginning, 1).length() == 0) {
            return " close unannounced";
        }
        ResponseHead pageHead = client.readHead();
        assertThat(beginning.toString(StandardCharsets.US_ASCII) + pageHead.statusLine())
                .startsWith("HTTP/1.1 200");
        assertThat(client.readResponse(pageHead).text()).isEqualTo("a page");
        return "";
    }
}
