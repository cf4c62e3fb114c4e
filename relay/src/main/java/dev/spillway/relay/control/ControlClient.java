/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.control;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Sends control messages, on connections of their own. Follows no redirects: nobody is led to an address that was not given. */
public final class ControlClient {
    private final HttpClient http;
    private final Duration patience;

    /** An answer. */
    public static final class Reply {
        private final int status;
        private final byte[] content;

        Reply(HttpResponse<byte[]> response) {
            this.status = response.statusCode();
            this.content = response.body();
        }

        public int status() {
            return status;
        }

        /** At most some megabytes. */
        public byte[] content() {
            return content;
        }

        public boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /**
     * A client.
     *
     * @param tls what it trusts; empty for what the runtime does
     * @param patience for each message and its answer
     */
    public ControlClient(Optional<SSLContext> tls, Duration patience) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience);
        tls.ifPresent(builder::sslContext);
        this.http = builder.build();
        this.patience = patience;
    }

    /** Asks for something. */
    public Reply get(URI where, Optional<String> token) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(where).GET(), token);
    }

    /** Says something in JSON, or in bytes. */
    public Reply post(URI where, Optional<String> token, String type, byte[] content)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(where)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(content)),
                token);
    }

    private Reply send(HttpRequest.Builder request, Optional<String> token) throws IOException, InterruptedException {
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return new Reply(http.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofByteArray()));
    }
}
