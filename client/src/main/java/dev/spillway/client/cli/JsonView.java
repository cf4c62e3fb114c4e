/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spillway.client.api.DownloadException;
import dev.spillway.client.api.Progress;
import dev.spillway.client.api.ProgressListener;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Path;

/** One JSON object a line on standard output: {@code progress}, {@code event}, {@code finished} and {@code failed}. */
final class JsonView implements View {
    private final JsonFactory json = new JsonFactory();
    private final PrintStream out;

    JsonView(PrintStream out) {
        this.out = out;
    }

    /** Writes the fields of an object. */
    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator generator) throws IOException;
    }

    private synchronized void line(String type, String name, Fields fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(line)) {
            generator.writeStartObject();
            generator.writeStringField("type", type);
            generator.writeStringField("name", name);
            fields.write(generator);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot fail to be written to", e);
        }
        out.println(line);
    }

    private static void write(JsonGenerator generator, Progress progress) throws IOException {
        if (progress.size().isPresent()) {
            generator.writeNumberField("size", progress.size().getAsLong());
        }
        generator.writeNumberField("done", progress.done());
        generator.writeNumberField("bytesPerSecond", Math.round(progress.rate()));
        if (progress.remaining().isPresent()) {
            generator.writeNumberField("secondsLeft", progress.remaining().get().toSeconds());
        }
        generator.writeBooleanField("paused", progress.paused());
        generator.writeArrayFieldStart("links");
        for (Progress.Link link : progress.links()) {
            generator.writeStartObject();
            generator.writeNumberField("id", link.id());
            generator.writeStringField("server", link.server());
            generator.writeNumberField("start", link.start());
            generator.writeNumberField("position", link.position());
            generator.writeNumberField("end", link.end());
            generator.writeNumberField("bytesPerSecond", Math.round(link.rate()));
            generator.writeEndObject();
        }
        generator.writeEndArray();
        generator.writeArrayFieldStart("servers");
        for (Progress.Server server : progress.servers()) {
            generator.writeStartObject();
            generator.writeStringField("name", server.name());
            generator.writeStringField("state", server.state().name());
            generator.writeNumberField("links", server.links());
            generator.writeNumberField("bytes", server.bytes());
            generator.writeNumberField("bytesPerSecond", Math.round(server.rate()));
            generator.writeStringField("note", server.note());
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }

    @Override
    public ProgressListener watch(String name, Commands commands) {
        return new ProgressListener() {
            @Override
            public void progress(Progress progress) {
                line("progress", name, generator -> write(generator, progress));
            }

            @Override
            public void event(String message) {
                line("event", name, generator -> generator.writeStringField("message", message));
            }

            @Override
            public void finished(Path file, Progress progress) {
                line("finished", name, generator -> {
                    generator.writeStringField("file", file.toString());
                    write(generator, progress);
                });
            }

            @Override
            public void failed(DownloadException failure) {
                line("failed", name, generator -> {
                    generator.writeStringField("failure", failure.failure().name());
                    generator.writeNumberField(
                            "exitCode", ExitCode.of(failure.failure()).code());
                    generator.writeStringField("message", String.valueOf(failure.getMessage()));
                });
            }
        };
    }

    @Override
    public void close() {
        out.flush();
    }
}
