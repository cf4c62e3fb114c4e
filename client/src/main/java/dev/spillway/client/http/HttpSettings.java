/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import dev.spillway.client.dial.Credentials;
import dev.spillway.client.dial.ProxyRules;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How requests are made.
 *
 * @param free bound for waiting until the pool has a place for another connection
 * @param connect bound for opening a connection of FTP; those of HTTP are opened by the pool, which has its own
 * @param head bound for the whole head of an answer from the moment that the request was sent
 * @param stall bound for each wait for content
 * @param credentials those for the host of a URL; asked anew for every redirect
 * @param proxies must be those of the dialer: a plain request through an HTTP proxy is written in another form
 * @param extra further header fields; {@code Authorization} and {@code Cookie} among them go only to the host of the first URL
 */
public record HttpSettings(
        Duration free,
        Duration connect,
        Duration head,
        Duration stall,
        Function<URI, Optional<Credentials>> credentials,
        ProxyRules proxies,
        Map<String, String> extra) {
    public HttpSettings {
        extra = Map.copyOf(extra);
        for (Map.Entry<String, String> field : extra.entrySet()) {
            boolean isToken = field.getKey().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
            if (!isToken || field.getValue().chars().anyMatch(c -> c < ' ' && c != '\t')) {
                throw new IllegalArgumentException("header field " + field.getKey()
                        + " cannot be sent: its name must be a token and its value one line of text");
            }
        }
    }
}
