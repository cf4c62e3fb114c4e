/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import dev.spillway.relay.plan.Performance;
import java.net.URI;

/**
 * A terminal that the file is meant for.
 *
 * @param id of the terminal at its main server, 1 to 100 bytes
 * @param address where it serves its pieces and takes requests
 * @param relays whether it can pass pieces on
 * @param performance as last measured, for those who choose among targets
 */
public record Target(String id, URI address, boolean relays, Performance performance) {
    public Target {
        Bounds.checkLength("terminal id", id, 1, 100);
        Bounds.checkServer("terminal address", address);
    }
}
