/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.client.dial.TlsSettings;
import dev.spillway.client.http.HttpAnswer;
import dev.spillway.client.http.RangeRequest;
import dev.spillway.relay.conf.Conf;
import dev.spillway.relay.conf.HostList;
import dev.spillway.relay.pull.BodyStream;
import dev.spillway.relay.pull.DataClient;
import dev.spillway.relay.serve.RefusedException;
import dev.spillway.relay.store.PieceCutter;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;

/** Reads files at distribution servers for their digests. They must be on the list of {@code sources}. */
final class Distributed {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HostList allowed;
    private final TlsSettings trusted;

    Distributed(HostList allowed, TlsSettings trusted) {
        this.allowed = allowed;
        this.trusted = trusted;
    }

    URI check(String url) throws RefusedException {
        URI uri = Conf.node("url", url);
        if (!allowed.allows(uri)) {
            throw new RefusedException(403, uri.getHost() + " is not in the list sources of this main server");
        }
        return uri;
    }

    PieceCutter.Cut cut(URI uri) throws IOException, InterruptedException {
        try (DataClient client = new DataClient(allowed::allows, trusted, PATIENCE);
                HttpAnswer answer = client.agent().get(uri, RangeRequest.WHOLE)) {
            OptionalLong length = answer.body().length();
            if (answer.status() != 200 || length.isEmpty()) {
                throw new IOException("status " + answer.status() + " of " + uri.getHost()
                        + ": 200 with a length was wanted, and ranges for terminals");
            }
            return PieceCutter.cut(new BodyStream(answer.body()), PieceCutter.usualPieceBytes(length.getAsLong()));
        }
    }
}
