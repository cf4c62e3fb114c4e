/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes JSON (RFC 8259). */
@FunctionalInterface
interface JsonBody {
    JsonFactory FACTORY = new JsonFactory();

    void writeTo(JsonGenerator out) throws IOException;

    default byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }
}
