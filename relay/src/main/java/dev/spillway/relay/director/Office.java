/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.conf.MainSettings;
import dev.spillway.relay.control.ControlClient;
import dev.spillway.relay.request.RequestSigner;
import dev.spillway.relay.track.MainServers;
import dev.spillway.relay.track.Publications;
import dev.spillway.relay.track.Terminals;
import dev.spillway.relay.track.TrackingDatabase;
import dev.spillway.relay.track.Transfers;
import java.security.PublicKey;

/** What the parts of a main server share. */
record Office(
        MainSettings settings,
        RequestSigner signer,
        PublicKey key,
        ControlClient client,
        Terminals terminals,
        Transfers transfers,
        Publications publications,
        MainServers mainServers) {
    static Office of(
            MainSettings settings,
            RequestSigner signer,
            PublicKey key,
            ControlClient client,
            TrackingDatabase database) {
        return new Office(
                settings,
                signer,
                key,
                client,
                database.terminals(),
                database.transfers(),
                database.publications(),
                database.mainServers());
    }
}
