/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a line of the log as somebody else's parser does. */
final class StrictJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private StrictJson() {}

    /** The members of a flat object in order; fails if the text is anything but exactly one of those. */
    static Map<String, Object> parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, text);
            Map<String, Object> members = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                members.put(parser.currentName(), value(parser));
            }
            require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null, text);
            return members;
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.nextToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NULL -> "(null)";
            default -> throw new IOException("unexpected " + parser.currentToken());
        };
    }

    private static void require(boolean condition, String text) {
        if (!condition) {
            throw new IllegalArgumentException("not one object: " + text);
        }
    }
}
