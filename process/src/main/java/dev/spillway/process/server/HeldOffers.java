/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Transfer;
import dev.spillway.process.wire.Frame;
import dev.spillway.process.wire.Frame.Accepted;
import dev.spillway.process.wire.Frame.Declined;
import dev.spillway.process.wire.Offer;
import dev.spillway.process.wire.WireException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The offers of one valve that were accepted, until the valve says its second word. On the thread of the server. */
final class HeldOffers {
    private final ManagerServer server;
    private final Map<Long, HeldOffer> held = new HashMap<>();

    HeldOffers(ManagerServer server) {
        this.server = server;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Takes an offer if there is a place for it, and closes its descriptors if not; returns the answer. */
    Frame take(Offer offer, int socketNumber, int fileNumber) throws IOException {
        SourceFile file = null;
        SocketChannel socket = null;
        Optional<Place> place = Optional.empty();
        String reason = "the manager takes no more";
        try {
            try {
                file = server.files().take(fileNumber, offer);
            } finally {
                socket = server.channels().socket(socketNumber);
            }
            Transfer transfer = new Transfer(file, offer.segments(), offer.terms());
            place = server.admit(socketNumber, transfer);
            if (place.isPresent() && !held.containsKey(offer.id())) {
                held.put(offer.id(), new HeldOffer(offer, socket, transfer, place.get()));
                return new Accepted(offer.id());
            }
        } catch (IOException | IllegalArgumentException e) {
            reason = String.valueOf(e.getMessage());
        }
        place.ifPresent(Place::giveUp);
        closeAll(file, socket);
        return new Declined(offer.id(), reason);
    }

    private static void closeAll(SourceFile file, SocketChannel socket) throws IOException {
        if (file != null) {
            file.close();
        }
        if (socket != null) {
            socket.close();
        }
    }

    /** The download is ours: it is held no longer. */
    HeldOffer commit(long id) throws WireException {
        HeldOffer offer = held.remove(id);
        if (offer == null) {
            throw new WireException("COMMIT of something that is not held");
        }
        return offer;
    }

    /** The download stays with the valve, if it was held at all. */
    void drop(long id) throws IOException {
        HeldOffer offer = held.remove(id);
        if (offer != null) {
            offer.drop();
        }
    }

    /** All stay with the valve. */
    void dropAll() throws IOException {
        for (HeldOffer offer : held.values()) {
            offer.drop();
        }
        held.clear();
    }
}
