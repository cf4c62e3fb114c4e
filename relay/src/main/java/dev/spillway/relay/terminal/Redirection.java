/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import java.util.Comparator;
import java.util.Optional;

/**
 * Says whether a browser is sent on, and where to: to the terminal that has the least to do, the best of several, and only if it has clearly less to do than
 * this one. Who has been sent on once carries {@link #MARK} in the query and stays where it was sent.
 */
public final class Redirection {
    /** The parameter of a query that says that the client has been sent on. */
    public static final String MARK = "spillway-sent-on";

    /** Loads are some seconds old, and a redirection costs the browser a connection. */
    static final double LEAST_DIFFERENCE = 0.2;

    private Redirection() {}

    /**
     * The better place for a GET of the whole file without the mark; empty if it is here.
     *
     * @param ownLoad of this terminal: 0 is idle, 1 is full
     * @param accept the field of that name. Programs that understand links choose for themselves; what a person clicks on says that it takes pages
     */
    public static Optional<String> of(PublishedFile file, double ownLoad, Optional<String> accept) {
        if (accept.filter(types -> types.contains("text/html")).isEmpty()) {
            return Optional.empty();
        }
        return file.copies().stream()
                .filter(copy -> copy.load() + LEAST_DIFFERENCE <= ownLoad)
                .min(Comparator.comparingDouble(PublishedFile.Copy::load).thenComparing(PublishedFile.Copy::rank))
                .map(copy -> copy.url().toASCIIString() + "?" + MARK);
    }
}
