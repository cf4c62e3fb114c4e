/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

/**
 * Decides about downloads (SYSTEMS.md A2). To be implemented by whoever needs a criterion that is not there; the class
 * is named in the attribute {@code policies} of the valve, by its class name or, when it is registered for {@link
 * java.util.ServiceLoader}, by its {@link #name}. It needs a public constructor without parameters.
 *
 * <p>A policy that implements {@link AutoCloseable} is closed when the valve stops.
 */
public interface AdmissionPolicy {
    /**
     * Decides about one download. Called on a worker thread of Tomcat, by many threads at once, and the client waits: so
     * it must be safe for threads and should not block. An exception or null is logged and refuses the download with
     * 500, since a check that has failed must not let anything through.
     */
    Verdict decide(DownloadRequest request);

    /**
     * Takes what stands in parentheses behind the name. Called once, before any {@link #decide}. Parameters that nobody
     * asks for are refused as misspelled, so by default there can't be any.
     *
     * @throws IllegalArgumentException if the policy can't work with them: the valve does not start, and the log says why
     */
    default void configure(PolicyParameters parameters) {}

    /**
     * Whether the decision needs what is known only after the application has run: user, roles, type and length. Such a
     * policy can't stand in {@code guard}.
     */
    default boolean needsAnswer() {
        return true;
    }

    /** The name by which a policy that is registered for {@link java.util.ServiceLoader} is found. */
    default String name() {
        return getClass().getSimpleName();
    }
}
