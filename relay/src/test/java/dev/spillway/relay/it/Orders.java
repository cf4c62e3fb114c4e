/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import dev.spillway.relay.admin.PublishOrder;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Orders to test with. */
final class Orders {
    private Orders() {}

    static PublishOrder files(String name, String... files) {
        return new PublishOrder(List.of(files), null, name, RelayNet.GROUP, null, null, null, null, null, null, null);
    }

    /** From a distribution server, by the adaptive planner. */
    static PublishOrder url(String name, URI url) {
        return new PublishOrder(null, url.toString(), name, RelayNet.GROUP, null, null, null, null, null, null, null);
    }

    /** One behind the other, from a distribution server. */
    static PublishOrder chain(String name, URI url) {
        return new PublishOrder(null, url.toString(), name, RelayNet.GROUP, null, null, null, null, null, "dealing", 1);
    }

    /** One behind the other, from the main server. */
    static PublishOrder chainOfFiles(String file) {
        return new PublishOrder(
                List.of(file), null, null, RelayNet.GROUP, null, null, null, "none", null, "dealing", 1);
    }

    /** To appear and to go at set times. */
    static PublishOrder timed(String name, Instant activate, Instant expire, String... files) {
        return new PublishOrder(
                List.of(files), null, name, RelayNet.GROUP, null, activate, expire, null, null, null, null);
    }

    /** Shortened and encrypted on their way. */
    static PublishOrder packed(String file) {
        return new PublishOrder(List.of(file), null, null, RelayNet.GROUP, null, null, null, "zstd", true, null, null);
    }
}
