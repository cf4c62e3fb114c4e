/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.order;

import dev.spillway.manager.api.Candidate;
import dev.spillway.manager.api.Discipline;
import dev.spillway.manager.api.Terms;
import java.util.Map;
import java.util.function.Supplier;

/** The disciplines by name. */
public final class Disciplines {
    /** A second of waiting counts for as much as these bytes less to send, so that the largest file has its turn, too. */
    private static final double AGEING_BYTES_PER_SECOND = 16 << 20;

    /** So long a wait makes up for one step of priority. */
    private static final double SECONDS_PER_PRIORITY = 30;

    /** Who sends has no place in the line meanwhile; for so many bytes of the others that is not held against him. */
    private static final double PATIENCE_BYTES = 4 << 20;

    private static final Map<String, Supplier<Discipline>> BY_NAME = Map.of(
            "fifo",
            () -> new Simple(candidate -> 0, candidate -> 0),
            "smallest",
            () -> new Simple(Disciplines::bySize, Disciplines::bySize),
            "fair",
            Fair::new,
            "priority",
            Priority::new);

    private Disciplines() {}

    /**
     * Finds a discipline.
     *
     * @param name one of the known ones, without regard to case, or that of a class
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Discipline of(String name) {
        for (Map.Entry<String, Supplier<Discipline>> known : BY_NAME.entrySet()) {
            if (known.getKey().equalsIgnoreCase(name.strip())) {
                return known.getValue().get();
            }
        }
        try {
            return Class.forName(name.strip(), true, Disciplines.class.getClassLoader())
                    .asSubclass(Discipline.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new IllegalArgumentException(
                    "discipline=\"" + name + "\" is neither \"fifo\", \"smallest\", \"fair\" nor \"priority\", nor a"
                            + " public class that is a " + Discipline.class.getName()
                            + " with a public constructor without parameters",
                    e);
        }
    }

    private static double bySize(Candidate candidate) {
        return candidate.remaining() + candidate.startedSeconds() * AGEING_BYTES_PER_SECOND;
    }

    /** Ranks by nothing but the download itself. */
    private record Simple(Order places, Order turns) implements Discipline {}

    /** Each client has its turn, however many downloads it has. */
    private record Fair() implements Discipline {
        @Override
        public Order places() {
            return new ShareOrder(Candidate::client, candidate -> 1, 0);
        }

        @Override
        public Order turns() {
            return new ShareOrder(Candidate::client, candidate -> 1, PATIENCE_BYTES);
        }
    }

    /**
     * The greater priority first, and of the rate twice as much for each step. A long wait counts for some steps, so that
     * nothing starves.
     */
    private record Priority() implements Discipline {
        @Override
        public Order places() {
            return candidate -> candidate.startedSeconds() - candidate.priority() * SECONDS_PER_PRIORITY;
        }

        @Override
        public Order turns() {
            return new ShareOrder(Candidate::id, Priority::weight, PATIENCE_BYTES);
        }

        private static double weight(Candidate candidate) {
            return Math.scalb(1.0, candidate.priority() - Terms.USUAL_PRIORITY);
        }
    }
}
