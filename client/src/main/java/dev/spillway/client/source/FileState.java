/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.source;

import dev.spillway.client.api.Failure;
import dev.spillway.client.http.Validators;
import java.util.OptionalLong;

/** The state of a file as its server first told it: every later word must fit. Safe for use by several threads. */
final class FileState {
    private final String server;
    private OptionalLong size = OptionalLong.empty();
    private Validators validators = Validators.NONE;

    /**
     * Nothing is known yet.
     *
     * @param server for messages
     */
    FileState(String server) {
        this.server = server;
    }

    /** As an earlier run has left it. */
    synchronized void expect(long expectedSize, Validators expectedValidators) {
        size = OptionalLong.of(expectedSize);
        validators = expectedValidators;
    }

    synchronized Validators validators() {
        return validators;
    }

    /**
     * Takes note of what the server says.
     *
     * @throws SourceException with {@link Failure#FILE_CHANGED} if it is not what it said before
     */
    synchronized void remember(OptionalLong toldSize, Validators told) throws SourceException {
        boolean otherSize = size.isPresent() && toldSize.isPresent() && size.getAsLong() != toldSize.getAsLong();
        if (otherSize || validators.contradict(told)) {
            throw new SourceException(Failure.FILE_CHANGED, "the file on " + server + " has changed");
        }
        size = size.isPresent() ? size : toldSize;
        validators = validators.isEmpty() ? told : validators;
    }
}
