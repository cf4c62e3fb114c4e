/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Admits by the network of the client (SYSTEMS.md A2 "client address"). If an address is in several networks of {@code
 * allow} and {@code deny}, the longest prefix counts, wherever it stands; if it is in none, it is admitted unless there
 * is an {@code allow}.
 */
final class NetworkPolicy implements AdmissionPolicy {
    private static final char ALLOW = 'a';
    private static final char DENY = 'd';
    private static final Verdict NO_ADDRESS = Verdict.deny("client has no IP address");
    private static final Verdict DENIED = Verdict.deny("client's network");

    private NetworkTable table;
    private char elsewhere;

    @Override
    public void configure(PolicyParameters parameters) {
        List<NetworkTable.Entry> entries = new ArrayList<>();
        for (String text : parameters.list("allow")) {
            entries.add(new NetworkTable.Entry(IpNetwork.parse("network: allow", text), ALLOW));
        }
        for (String text : parameters.list("deny")) {
            entries.add(new NetworkTable.Entry(IpNetwork.parse("network: deny", text), DENY));
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(
                    "network has neither allow nor deny, such as network(allow=10.0.0.0/8 fd00::/8)");
        }
        try {
            table = NetworkTable.of(entries);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("network: " + e.getMessage(), e);
        }
        elsewhere = parameters.has("allow") ? DENY : ALLOW;
    }

    @Override
    public Verdict decide(DownloadRequest request) {
        IpAddress address = request.address();
        if (address == null) {
            return NO_ADDRESS;
        }
        char code = table.find(address);
        return (code == NetworkTable.NONE ? elsewhere : code) == ALLOW ? Verdict.admit() : DENIED;
    }

    @Override
    public boolean needsAnswer() {
        return false;
    }
}
