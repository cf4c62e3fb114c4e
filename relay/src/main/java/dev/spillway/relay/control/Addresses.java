/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.control;

import java.net.URI;
import java.util.UUID;

/** Puts addresses of nodes and paths together. */
public final class Addresses {
    private Addresses() {}

    /** A path below a node, which may or may not end with a slash. */
    public static URI below(URI node, String path) {
        String base = node.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /** Where a node serves the pieces of a transfer. */
    public static URI pieces(URI node, UUID transfer) {
        return below(node, "/pieces/" + transfer);
    }
}
