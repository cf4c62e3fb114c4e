/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.control;

import java.net.URI;
import java.util.List;

/**
 * A terminal presents itself (D9).
 *
 * @param address where it takes requests and serves pieces
 * @param files where its clients find what is published, ending with a slash
 * @param relays whether it can pass pieces on
 * @param groups that it belongs to, at least one
 * @param secret by which it proves from now on who it is; known to the main servers by its digest only
 */
public record Registration(URI address, URI files, boolean relays, List<String> groups, String secret) {
    /** Never shows the secret. */
    @Override
    public String toString() {
        return "Registration[" + address + ", groups " + groups + "]";
    }
}
