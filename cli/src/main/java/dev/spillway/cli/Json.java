/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Date;

/** JSON (RFC 8259) for scripts, a value in a line. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes a value. */
    @FunctionalInterface
    interface Body {
        void writeTo(JsonGenerator out) throws IOException;
    }

    static String line(Body body) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            body.writeTo(out);
        }
        return text.toString();
    }

    /** Writes a value of JMX: a number, a text, a truth, a moment, or nothing. */
    static void value(JsonGenerator out, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Integer || value instanceof Long) {
            out.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Date moment) {
            out.writeString(moment.toInstant().toString());
        } else {
            out.writeString(value.toString());
        }
    }
}
