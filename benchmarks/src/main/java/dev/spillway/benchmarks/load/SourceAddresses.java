/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Addresses for clients, spread over 127.0.0.0/8: a server sees that many different clients, and no address runs out of
 * ports.
 */
final class SourceAddresses {
    /** As many addresses as fit into the third and fourth byte without 0 and 255. */
    private static final int COUNT = 250 * 250;

    private SourceAddresses() {}

    /** An address with any free port for the client of this number. */
    static InetSocketAddress of(int client) {
        int number = Math.floorMod(client, COUNT);
        byte[] address = {127, 77, (byte) (1 + number / 250), (byte) (1 + number % 250)};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), 0);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are always an address", e);
        }
    }
}
