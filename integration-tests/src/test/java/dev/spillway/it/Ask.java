/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A request, and a check that takes exactly its answer in.
 *
 * @param name for messages
 * @param request as it goes on the wire
 * @param check reads the answer, and fails unless it is the right one
 */
record Ask(String name, String request, Consumer<RawHttpClient> check) {
    private static final String HOST = "Host: localhost\r\n";

    /** A request for a whole file of a site. */
    static Ask whole(Site site, String path, String... headerLines) {
        return new Ask(path, head("GET", path, headerLines), client -> site.receive(client, path));
    }

    /** A request whose head is larger than the buffer that Tomcat reads a socket with. */
    static Ask withLongHead(Site site, String path, int headBytes) {
        Ask ask = whole(site, path, "X-Padding: " + "p".repeat(headBytes));
        return new Ask(path + " with a long head", ask.request, ask.check);
    }

    static Ask headOf(Site site, String path) {
        return new Ask("HEAD " + path, head("HEAD", path), client -> {
            ResponseHead head = client.readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.contentLength()).isEqualTo(site.content(path).length);
        });
    }

    /** A POST with a body, to which Tomcat's servlet for files answers as to a GET. */
    static Ask post(Site site, String path, String body) {
        String request = head("POST", path, "Content-Length: " + body.length()) + body;
        return new Ask("POST " + path, request, client -> site.receive(client, path));
    }

    /** A request for some ranges of a file. */
    static Ask ranges(Site site, String path, int... firstsAndLasts) {
        StringBuilder field = new StringBuilder("Range: bytes=");
        for (int i = 0; i < firstsAndLasts.length; i += 2) {
            field.append(i == 0 ? "" : ",")
                    .append(firstsAndLasts[i])
                    .append('-')
                    .append(firstsAndLasts[i + 1]);
        }
        return new Ask(path + " " + field, head("GET", path, field.toString()), client -> {
            RawResponse response = client.readResponse();
            assertThat(response.status()).isEqualTo(206);
            List<byte[]> parts = MultipartBody.isOne(response)
                    ? MultipartBody.parse(response).stream()
                            .map(MultipartBody.Part::bytes)
                            .toList()
                    : List.of(response.body());
            assertThat(parts).hasSize(firstsAndLasts.length / 2);
            for (int i = 0; i < parts.size(); i++) {
                int from = firstsAndLasts[2 * i];
                int to = firstsAndLasts[2 * i + 1] + 1;
                assertThat(parts.get(i)).isEqualTo(Arrays.copyOfRange(site.content(path), from, to));
            }
        });
    }

    /** A request that is answered by an error page. */
    static Ask error(int status, String path, String... headerLines) {
        return new Ask(status + " for " + path, head("GET", path, headerLines), client -> {
            RawResponse response = client.readResponse();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.head().all("Connection")).isEmpty();
        });
    }

    private static String head(String method, String path, String... headerLines) {
        String lines = String.join(
                "", Arrays.stream(headerLines).map(line -> line + "\r\n").toList());
        return method + " " + path + " HTTP/1.1\r\n" + HOST + lines + "\r\n";
    }

    @Override
    public String toString() {
        return name;
    }
}
