/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.source;

import dev.spillway.client.api.Failure;
import dev.spillway.client.http.HttpAnswer;
import dev.spillway.client.http.HttpDate;
import dev.spillway.client.http.ProtocolException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Which {@link Failure} an exception or a status of HTTP amounts to. */
final class HttpFaults {
    private HttpFaults() {}

    static SourceException of(String server, IOException e) {
        Failure failure = Failure.NETWORK;
        String what = e.getMessage();
        if (e instanceof ProtocolException) {
            failure = Failure.SERVER_MISBEHAVED;
        } else if (e instanceof SSLException && !isBrokenConnection(e)) {
            failure = Failure.TLS;
        } else if (e instanceof UnknownHostException) {
            what = "the name of the server is not known";
        }
        return new SourceException(failure, server + ": " + what, e);
    }

    /** A connection that broke under TLS says nothing about the server's identity. */
    private static boolean isBrokenConnection(IOException e) {
        return e.getCause() instanceof EOFException || e.getCause() instanceof SocketException;
    }

    static SourceException ofStatus(String server, HttpAnswer answer) {
        int status = answer.status();
        Failure failure = switch (status) {
            case 404, 410 -> Failure.NOT_FOUND;
            case 401, 403, 407, 451 -> Failure.ACCESS_DENIED;
            case 429, 503 -> Failure.SERVER_BUSY;
            case 408, 425, 500, 502, 504 -> Failure.NETWORK;
            default -> Failure.SERVER_MISBEHAVED;
        };
        return new SourceException(
                failure,
                server + " answered with status " + status,
                null,
                failure == Failure.SERVER_BUSY
                        ? answer.headers()
                                .first("retry-after")
                                .flatMap(value -> HttpDate.parseRetryAfter(value, Instant.now()))
                        : Optional.empty());
    }
}
