/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Status line and header fields of an answer (RFC 9112 sections 4 and 5).
 *
 * @param minorVersion of HTTP/1: 0 or 1
 * @param status 200 to 599; interim answers (1xx) are passed over
 */
public record ResponseHead(int minorVersion, int status, Headers headers) {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-5]\\d\\d( .*)?");
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int MOST_FIELDS = 200;
    private static final int MOST_INTERIM = 10;

    static ResponseHead read(HttpInput in) throws IOException {
        for (int i = 0; i < MOST_INTERIM; i++) {
            ResponseHead head = readOne(in);
            if (head.status == 101) {
                throw new ProtocolException("the server switched to a protocol that we did not ask for");
            }
            if (head.status >= 200) {
                return head;
            }
        }
        throw new ProtocolException("the server sent more than " + MOST_INTERIM + " interim answers");
    }

    private static ResponseHead readOne(HttpInput in) throws IOException {
        String line = in.line(LONGEST_LINE);
        if (!STATUS_LINE.matcher(line).matches()) {
            throw new ProtocolException("the server's answer does not begin like one of HTTP/1.1");
        }
        Headers headers = new Headers();
        int total = line.length();
        while (true) {
            String field = in.line(LONGEST_LINE);
            if (field.isEmpty()) {
                return new ResponseHead(line.charAt(7) - '0', Integer.parseInt(line.substring(9, 12)), headers);
            }
            total += field.length();
            if (total > LONGEST_HEAD || headers.size() == MOST_FIELDS) {
                throw new ProtocolException("the head of the server's answer is larger than " + LONGEST_HEAD
                        + " bytes or " + MOST_FIELDS + " fields");
            }
            addField(headers, field);
        }
    }

    private static void addField(Headers headers, String field) throws ProtocolException {
        int colon = field.indexOf(':');
        boolean proper = colon > 0;
        for (int i = 0; i < colon; i++) {
            proper &= isTokenChar(field.charAt(i));
        }
        if (!proper) {
            throw new ProtocolException("a header field of the server's answer has no proper name");
        }
        headers.add(field.substring(0, colon), field.substring(colon + 1).strip());
    }

    private static boolean isTokenChar(int c) {
        return c < 127 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    /** Whether the connection may serve another request (RFC 9112 section 9.3). */
    boolean keepsConnection() {
        List<String> connection = headers.tokens("connection");
        return minorVersion == 1 ? !connection.contains("close") : connection.contains("keep-alive");
    }
}
