/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.Download;
import dev.spillway.client.DownloadClient;
import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.api.DownloadOptionsBuilder;
import dev.spillway.client.api.ProgressListener;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A client, the place for its file, and what it says on the way. */
public final class Session implements AutoCloseable {
    private final Path output;
    private final DownloadClient client;
    private final List<String> events = new CopyOnWriteArrayList<>();

    public Session(Path directory) throws IOException {
        this(directory, options -> options);
    }

    public Session(Path directory, UnaryOperator<DownloadOptionsBuilder> settings) throws IOException {
        output = directory.resolve("out");
        client = new DownloadClient(
                settings.apply(DownloadOptions.builder().attempts(3)).build());
    }

    public DownloadClient client() {
        return client;
    }

    /** What the last downloads have told. */
    public List<String> events() {
        return events;
    }

    public Download.Builder download(URI uri) {
        return Download.builder(client, uri).output(output).listener(new ProgressListener() {
            @Override
            public void event(String message) {
                events.add(message);
            }
        });
    }

    public void assertFetched(byte[] content) {
        assertThat(output).hasBinaryContent(content);
    }

    @Override
    public void close() {
        client.close();
    }
}
