/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.nio.charset.StandardCharsets;

/**
 * Builds the head of an HTTP/1.1 answer (RFC 9112 sections 4 and 5). Refuses what could end a line early and so smuggle
 * fields or a body in.
 */
public final class ResponseHead {
    private static final int USUAL_LENGTH = 512;

    private final StringBuilder head = new StringBuilder(USUAL_LENGTH);

    /** Begins a head with a status code of three digits. The reason phrase is left empty, as Tomcat does. */
    public ResponseHead(int status) {
        if (status < 100 || status > 999) {
            throw new IllegalArgumentException("status=" + status + " is not a status code: 100 to 999");
        }
        head.append("HTTP/1.1 ").append(status).append(" \r\n");
    }

    /**
     * Adds a field line.
     *
     * @throws IllegalArgumentException if the name is no token or the value holds what {@link HeaderFields} refuses
     */
    public ResponseHead field(String name, String value) {
        if (!HeaderFields.isName(name) || !HeaderFields.isValue(value)) {
            throw new IllegalArgumentException("field [" + name + "] can't be written: the name must be a token, the"
                    + " value must hold no control character and none outside of ISO-8859-1");
        }
        head.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    /** The whole head, with the empty line that ends it. */
    public byte[] toBytes() {
        return (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
