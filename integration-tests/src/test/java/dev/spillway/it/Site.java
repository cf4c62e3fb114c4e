/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files of three sizes, no two of them alike, to be served and compared: an answer that was mixed up can't go unnoticed.
 * The limits are those of the default configuration.
 */
final class Site implements AutoCloseable {
    /** Less than the rules ask for: Tomcat answers. */
    static final String PAGE = "/page0.html";
    /** A download that is tried at once, before the connection leaves Tomcat. */
    static final String SHORT = "/short0.bin";
    /** A download for which the connection always leaves, larger than all socket buffers on the way. */
    static final String LONG = "/long0.bin";

    static final int LONG_BYTES = 16 * SampleFiles.MIB;

    private static final int PAGE_BYTES = 3000;
    private static final int SHOWN_BYTES = 80;
    private static final int SHORT_BYTES = SampleFiles.MIB;

    private final SampleFiles samples = new SampleFiles();
    private final Map<String, byte[]> contents = new LinkedHashMap<>();

    /** Makes so many files of each size. */
    Site(int ofEachSize) {
        for (int i = 0; i < ofEachSize; i++) {
            add("page" + i + ".html", PAGE_BYTES + i);
            add("short" + i + ".bin", SHORT_BYTES + i);
            add("long" + i + ".bin", LONG_BYTES + i);
        }
    }

    private void add(String name, int bytes) {
        try {
            contents.put("/" + name, Files.readAllBytes(samples.random(name, bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows all files at the top of an application. */
    void install(WebApp app) {
        for (String path : contents.keySet()) {
            app.link(path.substring(1), file(path));
        }
    }

    byte[] content(String path) {
        byte[] content = contents.get(path);
        assertThat(content).as("a file of the site at %s", path).isNotNull();
        return content;
    }

    Path file(String path) {
        return directory().resolve(path.substring(1));
    }

    Path directory() {
        return samples.directory();
    }

    /** Asks for a file on a connection, and takes in the whole answer, which has to be the file. */
    ResponseHead get(RawHttpClient client, String path, String... headerLines) {
        return receive(client.sendGet(path, headerLines), path);
    }

    /** Takes in the whole answer to a request that was sent before, which has to be the file. */
    ResponseHead receive(RawHttpClient client, String path) {
        RawResponse response = client.readResponse();
        assertWhole(response, path);
        return response.head();
    }

    void assertWhole(RawResponse response, String path) {
        assertThat(response.status()).as("status of %s", path).isEqualTo(200);
        assertThat(response.head().contentLength()).isEqualTo(content(path).length);
        int difference = Arrays.mismatch(response.body(), content(path));
        assertThat(difference)
                .as(
                        "offset at which the body of %s differs; there are [%s]",
                        path, text(response.body(), Math.max(0, difference)))
                .isEqualTo(-1);
    }

    private static String text(byte[] bytes, int from) {
        int to = Math.min(bytes.length, from + SHOWN_BYTES);
        return new String(bytes, Math.min(from, to), to - Math.min(from, to), StandardCharsets.ISO_8859_1)
                .replaceAll("[^ -~]+", ".");
    }

    @Override
    public void close() {
        samples.close();
    }
}
