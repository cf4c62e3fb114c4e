/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.report.Measurement;
import dev.spillway.benchmarks.report.Metric;
import java.io.IOException;
import java.util.List;

/** Something that is measured of every contender. */
public interface Scenario {
    /** Short name, as given on the command line. */
    String name();

    /** The contender that the ratios refer to. */
    default String reference() {
        return "nginx";
    }

    /** The figures that are drawn. */
    List<Metric> charts();

    /** Whether a contender takes part. */
    default boolean includes(Peer peer) {
        return true;
    }

    /** One round of one contender: starts it, measures, stops it. */
    List<Measurement> measure(Peer peer, Stage stage) throws IOException, InterruptedException;
}
