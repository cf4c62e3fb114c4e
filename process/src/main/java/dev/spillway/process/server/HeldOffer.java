/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Transfer;
import dev.spillway.process.wire.Offer;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** An offer that was accepted, between the answer and what the valve says to it. */
record HeldOffer(Offer offer, SocketChannel socket, Transfer transfer, Place place) {
    /** The valve keeps the download: only our descriptors go, and the connection stays as it is. */
    void drop() throws IOException {
        place.giveUp();
        transfer.file().close();
        socket.close(); // known to no selector, so this closes the descriptor and nothing else
    }
}
