/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pull;

import java.net.URI;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Where the pieces of a file can be had from, and which to fetch next; asked before every attempt, so that what main servers assign anew holds at once. */
@FunctionalInterface
public interface Upstreams {
    /** The places of the file at those who have the piece or will have it, best first; the source at the end. */
    List<URI> of(int piece);

    /**
     * The pieces to be fetched, in the order in which they are wanted.
     *
     * @param taken those that are there or under way
     * @param count of all pieces
     */
    default IntStream wanted(BitSet taken, int count) {
        return IntStream.iterate(taken.nextClearBit(0), piece -> piece < count, piece -> taken.nextClearBit(piece + 1));
    }

    /** Whether there may be others later, so that to have none is not the end. */
    default boolean mayChange() {
        return false;
    }

    /** Whether this is where the file was published from, so that nobody can have what it has not. */
    default boolean isSource(URI upstream) {
        return false;
    }

    /** A piece is asked for. */
    default void asks(URI upstream) {}

    /** A piece that was asked for has come, or has not; after all else that is told of it. */
    default void answered(URI upstream) {}

    /** The content of a piece begins to come. */
    default void begins(URI upstream) {}

    /** A part of the content has come. */
    default void bytes(URI upstream, int count) {}

    /** What had begun has ended, well or not; before what was made of it is told. */
    default void ends(URI upstream) {}

    /** A piece came whole and right. */
    default void came(URI upstream) {}

    /** The upstream is well and does not have the piece yet. */
    default void notYet(URI upstream) {}

    /** A piece came that did not fit its digest. */
    default void bad(URI upstream) {}

    /** The upstream cannot be reached, or answers something else. */
    default void failed(URI upstream, Exception why) {}
}
