/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.TransferListener;
import dev.spillway.process.log.LineTemplate;
import java.util.Optional;

/** A listener that writes a line to a log, which somebody else may have to write when this JVM is gone by then. */
public interface LoggedListener extends TransferListener {
    /** The line, or nothing if none is to be written. Asked once, at the hand-over. */
    Optional<LineTemplate> line();
}
