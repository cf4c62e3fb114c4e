/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import dev.spillway.client.pool.Connection;
import dev.spillway.client.pool.Dialer;
import dev.spillway.client.pool.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/** Opens sockets to allowed servers only. It sits below redirects and everything else, so nothing that a request or an answer says can lead past it. */
public final class AllowedHosts implements Dialer {
    private final Predicate<Endpoint> allowed;
    private final Dialer dialer;

    public AllowedHosts(Predicate<Endpoint> allowed, Dialer dialer) {
        this.allowed = allowed;
        this.dialer = dialer;
    }

    @Override
    public Connection open(Endpoint endpoint, Duration longest) throws IOException {
        if (!allowed.test(endpoint)) {
            throw new IOException(endpoint + " is not on the list of allowed servers of this terminal");
        }
        return dialer.open(endpoint, longest);
    }
}
