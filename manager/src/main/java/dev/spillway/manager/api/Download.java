/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.util.Optional;

/**
 * A download that has begun, and that its manager will end with exactly one {@link Outcome}. To be used by one thread;
 * ends with one call of {@link #finish}, {@link #start}, {@link #moved} or {@link #abandon}.
 */
public interface Download {
    /**
     * Sends on the calling thread what the socket takes without waiting. What is over soon needs no change of threads.
     *
     * @return whether all is sent, so that {@link #finish} is possible; a failing socket is left to {@link #start}
     */
    boolean sendAtOnce(ClientSocket socket);

    /** Ends a download of which all is sent. The socket stays with the caller. */
    void finish();

    /**
     * Hands the socket over, to send the rest. The manager owns it from here on, whatever happens, until it gives it
     * back.
     *
     * @param socket registered with no selector, or only with cancelled keys
     * @param giveBack who takes the open connection back afterwards; nobody if it is to be closed
     */
    void start(ClientSocket socket, Optional<SocketReturn> giveBack);

    /**
     * Tells what is left to send, so that another manager can do it. Nothing changes by that; the file stays this
     * download's, and open until {@link #moved}.
     */
    Transfer rest();

    /** Ends the download in this manager because another one goes on with it: it is not counted here, and has no outcome. */
    void moved();

    /** Ends a download whose socket is lost, without sending anything: {@link Outcome#CLIENT_GONE}. */
    void abandon();
}
