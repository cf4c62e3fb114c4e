/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.admin;

import java.util.List;

/**
 * A transfer with all who take part.
 *
 * @param source where the file comes from, without query
 * @param sourceRate bytes per second that it gives now
 * @param targets in the order of their rank at the beginning, so that {@link Target#parent} draws a tree
 */
public record TransferDetail(TransferView transfer, String source, double sourceRate, List<Target> targets) {
    /** Name of the source in {@link Target#parent} and {@link Feed#from}. */
    public static final String SOURCE = "source";

    /**
     * One target.
     *
     * @param state {@code WAITING}, {@code SENT}, {@code ACKNOWLEDGED}, {@code RECEIVING}, {@code COMPLETE} or {@code FAILED}
     * @param pieces that it has
     * @param parent whom most of its last pieces came from: a terminal or {@link #SOURCE}; before it has any, its place in the dealt tree
     * @param feeds whom it fetches from now; of the main server that directs the transfer only
     * @param downRate bytes per second that come in now
     * @param upRate bytes per second that it passes on now
     * @param failure why it failed; left out if it has not
     */
    public record Target(
            String terminal,
            String address,
            boolean relays,
            String state,
            int pieces,
            String parent,
            List<Feed> feeds,
            double downRate,
            double upRate,
            String failure) {}

    /**
     * An upstream of a target.
     *
     * @param from a terminal or {@link #SOURCE}
     * @param rate bytes per second
     * @param assigned pieces that are to come from it
     */
    public record Feed(String from, double rate, int assigned) {}
}
