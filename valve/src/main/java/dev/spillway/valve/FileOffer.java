/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import java.nio.file.Path;

/**
 * A file that the pipeline wants to be sent as the body of the answer.
 *
 * @param path the file, checked against the allowed roots where its source is subject to them
 * @param start offset of the first byte
 * @param end offset behind the last byte, or {@link #END_OF_FILE}
 * @param isDecided whether ranges and preconditions are settled, as {@code DefaultServlet} does; else they are still to
 *     be applied to the region as to a whole representation
 * @param bytesPerSecond limit of the rate, 0 for none
 * @param isDeletedAfterwards whether the file is to be deleted once it is opened for the last time
 */
record FileOffer(Path path, long start, long end, boolean isDecided, long bytesPerSecond, boolean isDeletedAfterwards) {
    static final long END_OF_FILE = -1;

    /** The same of the file at another path. */
    FileOffer at(Path other) {
        return new FileOffer(other, start, end, isDecided, bytesPerSecond, isDeletedAfterwards);
    }
}
