/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.mirror;

import dev.spillway.relay.terminal.PublishedFile;
import java.util.Comparator;
import java.util.Optional;
import org.apache.catalina.connector.Request;

/**
 * Says whether a browser is sent on, and where to: to the terminal that has the least to do, the best of several, and only if it has clearly less to do than
 * this one. Who has been sent on once carries a mark in the query and stays where it was sent.
 */
final class Redirection {
    /** A load under which nobody is sent away. */
    static final double NEVER = Double.NEGATIVE_INFINITY;

    /** Loads are some seconds old, and a redirection costs the browser a connection. */
    static final double LEAST_DIFFERENCE = 0.2;

    private static final String MARK = "spillway-sent-on";

    private Redirection() {}

    static Optional<String> of(PublishedFile file, double ownLoad, Request request) {
        if (!isBrowser(request) || request.getHeader("Range") != null || Mirrors.queryHas(request, MARK)) {
            return Optional.empty();
        }
        return file.copies().stream()
                .filter(copy -> copy.load() + LEAST_DIFFERENCE <= ownLoad)
                .min(Comparator.comparingDouble(PublishedFile.Copy::load).thenComparing(PublishedFile.Copy::rank))
                .map(copy -> copy.url().toASCIIString() + "?" + MARK);
    }

    /** Programs that understand links choose for themselves; what a person clicks on says that it takes pages. */
    private static boolean isBrowser(Request request) {
        String accept = request.getHeader("Accept");
        return "GET".equals(request.getMethod()) && accept != null && accept.contains("text/html");
    }
}
