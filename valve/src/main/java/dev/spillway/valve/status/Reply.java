/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * An answer of the pages.
 *
 * @param status of the answer
 * @param type MIME type of the body, with its charset
 * @param body the whole of it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reply(int status, String type, byte[] body) {
    private static final String JSON = "application/json";

    static Reply json(JsonBody body) {
        return json(HttpServletResponse.SC_OK, body);
    }

    private static Reply json(int status, JsonBody body) {
        return new Reply(status, JSON, body.toBytes());
    }

    /** An answer that says what is wrong, for people and for scripts. */
    static Reply error(int status, String error) {
        return json(status, out -> {
            out.writeStartObject();
            out.writeStringField("error", error);
            out.writeEndObject();
        });
    }

    /** A file that is part of the jar. */
    static Reply resource(String name, String type) {
        return new Reply(HttpServletResponse.SC_OK, type, PageParts.read(name));
    }

    /** Sends it, the body not to a HEAD. Figures are of one moment, so nobody may keep them. */
    void send(HttpServletResponse response, boolean isHead) throws IOException {
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", PageParts.POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setContentType(type);
        response.setContentLength(body.length);
        if (!isHead) {
            response.getOutputStream().write(body);
        }
    }
}
