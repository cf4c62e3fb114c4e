/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.util.Optional;

/** A contender: knows how to start its server for a set of files. */
public interface Peer {
    /** Short name, as given to {@code --peers}. */
    String name();

    /** Why this contender can't run on this machine, or empty if it can. */
    Optional<String> missing();

    /** Starts the server and returns when it answers. */
    RunningPeer start(PeerSetup setup) throws IOException, InterruptedException;
}
