/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/**
 * Says who is next (SYSTEMS.md A9): of those who wait for a place, and of those who are ready to send when a limit of the
 * rate holds for several of them. A class of one's own has a public constructor without parameters.
 */
public interface Discipline {
    /** A new order of those who wait for a place. */
    Order places();

    /** A new order of those who wait for their share of a limited rate. One of them gets some of it, and waits again. */
    Order turns();

    /** The order of one line of waiting downloads. Used by one thread at a time, for a very short time: never block. */
    interface Order {
        /**
         * Whom a download belongs to, where those who belong together have one turn at a time, in the order of their coming:
         * of them only the first is ranked. Null, as by default, if it is on its own.
         */
        default Object group(Candidate candidate) {
            return null;
        }

        /**
         * Ranks a download that begins to wait. The lowest rank is next, of equal ones who came first. The rank stays as
         * it is until its turn has come, so that whoever must not starve is to be ranked by time, too.
         *
         * @return any number but NaN
         */
        double rank(Candidate candidate);

        /**
         * The turn of a download has come.
         *
         * @param candidate as it was ranked
         * @param rank that it had
         * @param bytes that it may send now; 0 for a place
         */
        default void taken(Candidate candidate, double rank, long bytes) {
            // Most orders need not know.
        }
    }
}
