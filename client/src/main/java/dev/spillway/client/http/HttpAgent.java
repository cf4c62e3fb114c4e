/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import dev.spillway.client.dial.Deadline;
import dev.spillway.client.pool.Connection;
import dev.spillway.client.pool.Endpoint;
import dev.spillway.client.pool.Lease;
import dev.spillway.client.pool.SocketPool;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Sends GET requests over pooled sockets and follows redirects (RFC 9110 section 15.4). Safe for use by any number of threads. */
public final class HttpAgent {
    private static final int MOST_REDIRECTS = 10;
    private static final int MOST_STALE = 3;

    private final SocketPool pool;
    private final HttpSettings settings;

    public HttpAgent(SocketPool pool, HttpSettings settings) {
        this.pool = pool;
        this.settings = settings;
    }

    /**
     * The first answer that is not a redirect; the caller closes it.
     *
     * @throws ProtocolException for redirects that lead nowhere, and for what is not HTTP
     * @throws SocketTimeoutException when a bound of the settings was passed
     */
    public HttpAnswer get(URI first, RangeRequest range) throws IOException, InterruptedException {
        URI uri = first;
        Endpoint origin = RequestHead.endpoint(first);
        Set<URI> seen = new HashSet<>();
        while (seen.add(uri)) {
            HttpAnswer answer = send(uri, range, RequestHead.endpoint(uri).equals(origin));
            boolean handedOut = false;
            try {
                if (!isRedirect(answer)) {
                    handedOut = true;
                    return answer;
                }
                uri = target(uri, answer);
                answer.drain();
            } finally {
                if (!handedOut) {
                    answer.close();
                }
            }
            if (seen.size() > MOST_REDIRECTS) {
                throw new ProtocolException(
                        "more than " + MOST_REDIRECTS + " redirects from " + RequestHead.display(first));
            }
        }
        throw new ProtocolException("redirects from " + RequestHead.display(first) + " lead in a circle");
    }

    /** Has a connection opened for a request that will follow soon. If that fails, the request will find out and tell why. */
    public void prepare(URI uri) {
        try {
            pool.lease(RequestHead.endpoint(uri), settings.connect()).giveBack();
        } catch (IOException | IllegalStateException e) {
            // The server is dead, or the download is over before it could be of use.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isRedirect(HttpAnswer answer) {
        return switch (answer.status()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static URI target(URI from, HttpAnswer answer) throws ProtocolException {
        String location = answer.headers()
                .first("location")
                .orElseThrow(
                        () -> new ProtocolException("redirect without a target from " + RequestHead.display(from)));
        URI target;
        try {
            target = from.resolve(URI.create(location.replace(" ", "%20")));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("redirect to something that is no URL from " + RequestHead.display(from));
        }
        if (RequestHead.endpoint(from).secure() && !RequestHead.endpoint(target).secure()) {
            throw new ProtocolException("redirect from TLS to plain text refused: " + RequestHead.display(target));
        }
        return target;
    }

    private HttpAnswer send(URI uri, RangeRequest range, boolean firstHost) throws IOException, InterruptedException {
        byte[] request = RequestHead.bytes(uri, range, settings, firstHost);
        Endpoint endpoint = RequestHead.endpoint(uri);
        for (int stale = 0; ; stale++) {
            Lease lease = pool.lease(endpoint, settings.free());
            try {
                return exchange(uri, request, lease);
            } catch (SocketTimeoutException | ProtocolException e) {
                throw e;
            } catch (IOException e) {
                // A server may close a kept connection just when we use it again: that says nothing about the request.
                if (!lease.reused() || stale == MOST_STALE) {
                    throw e;
                }
            }
        }
    }

    private HttpAnswer exchange(URI uri, byte[] request, Lease lease) throws IOException {
        boolean handedOut = false;
        try (Deadline guard = Deadline.closing(lease, settings.head())) {
            try {
                HttpAnswer answer = exchangeGuarded(uri, request, lease);
                handedOut = !guard.expired();
                return answer;
            } catch (IOException | IllegalStateException e) {
                if (guard.expired()) {
                    throw new SocketTimeoutException("no complete answer from " + lease.endpoint() + " within "
                            + settings.head().toMillis() + " ms");
                }
                throw e;
            }
        } finally {
            if (!handedOut) {
                lease.close();
            }
        }
    }

    private HttpAnswer exchangeGuarded(URI uri, byte[] request, Lease lease) throws IOException {
        Connection connection = lease.connection();
        long begin = System.nanoTime();
        connection.readTimeout(settings.head());
        connection.output().write(request);
        connection.output().flush();
        HttpInput in = new HttpInput(connection.input());
        ResponseHead head = ResponseHead.read(in);
        Duration responseTime = Duration.ofNanos(System.nanoTime() - begin);
        connection.readTimeout(settings.stall());
        return new HttpAnswer(uri, head, Body.of(head, in), lease, responseTime);
    }
}
