/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.control;

import dev.spillway.relay.request.DealtPlace;
import dev.spillway.relay.request.Target;
import dev.spillway.relay.request.TransportRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Sends a transport request down the dealt tree (D4): each child gets the very bytes and passes them on to its own hand. Where a child cannot be reached, its
 * hand is dealt in its stead (D8). Who is missed all the same asks for the request with its next heartbeat.
 */
public final class RequestRelay {
    /** Path of a terminal where requests are taken. */
    public static final String PATH = "/requests";

    /** MIME type of a signed request. */
    public static final String TYPE = "application/vnd.spillway.request";

    private static final Logger LOG = System.getLogger(RequestRelay.class.getName());

    private final ControlClient client;
    private final Executor executor;
    private final Predicate<URI> allowed;

    /**
     * A relay.
     *
     * @param executor for the messages to different children
     * @param allowed whom to send to
     */
    public RequestRelay(ControlClient client, Executor executor, Predicate<URI> allowed) {
        this.client = client;
        this.executor = executor;
        this.allowed = allowed;
    }

    /** Passes a request on to the heads of the hands, or to whom they would have dealt; waits for nobody. */
    public void send(TransportRequest request, byte[] signed, List<List<Target>> hands) {
        hands.forEach(hand -> executor.execute(() -> {
            Target head = hand.get(0);
            if (!reached(signed, head)) {
                DealtPlace.of(request, head.id()).ifPresent(place -> send(request, signed, place.hands()));
            }
        }));
    }

    private boolean reached(byte[] signed, Target target) {
        try {
            return allowed.test(target.address())
                    && client.post(Addresses.below(target.address(), PATH), Optional.empty(), TYPE, signed)
                            .isSuccess();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "request not taken by " + target.id(), e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
