/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.control;

import java.net.URI;
import java.util.List;

/**
 * Where a terminal is with a transfer. It says all of it each time, so that a report may get lost, and any main server can take the transfer over.
 *
 * @param state {@code ACKNOWLEDGED}, {@code RECEIVING}, {@code COMPLETE} or {@code FAILED}
 * @param issue of the request that it follows
 * @param have the pieces that it has, see {@link PieceSets}
 * @param links what has happened since the last report, by upstream
 * @param failure why it has failed; else left out
 * @param responseMillis from the arrival of the request to its acknowledgement; with {@code ACKNOWLEDGED} only
 */
public record Report(String state, int issue, String have, List<Link> links, String failure, Double responseMillis) {
    /** Name of the source in {@link Link#from} and {@link Given#from}. */
    public static final String SOURCE = "source";

    /**
     * What came from one upstream.
     *
     * @param from a terminal or {@link #SOURCE}
     * @param pieces that came whole and right
     * @param bytes that came, also of pieces that are not whole yet
     * @param busyMillis time during which at least one piece was under way
     * @param bad pieces that did not fit their digest
     * @param failures in a row since its last good piece
     */
    public record Link(String from, int pieces, long bytes, long busyMillis, int bad, int failures) {}

    /**
     * What to do now.
     *
     * @param given all that is to be fetched from whom, in this order; it takes the place of what was given before
     * @param issue of the newest request; if it is above that of the terminal, that asks for it
     * @param director the main server that directs the transfer, where reports are to go; left out if it is the one that answers
     * @param over whether the transfer has ended or was cancelled
     */
    public record Answer(List<Given> given, int issue, URI director, boolean over) {}

    /**
     * A range of pieces and its upstream.
     *
     * @param from a terminal or {@link #SOURCE}
     * @param first number of the first piece
     * @param end number behind the last
     */
    public record Given(String from, int first, int end) {}
}
