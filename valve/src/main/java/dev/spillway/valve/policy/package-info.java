/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Decides which downloads are taken over and which are refused (SYSTEMS.md A2). {@link
 * dev.spillway.valve.policy.AdmissionPolicy} is the interface to implement, {@link dev.spillway.valve.policy.PolicySet}
 * what the valve asks; {@code docs/policies.md} has the grammar and all ready-made policies.
 *
 * <p>What a client sends is never an error: an address or a signature that can't be read is one that no policy admits.
 * What an administrator writes is refused at the start with an {@link java.lang.IllegalArgumentException} that says
 * name, value, what is allowed, and an example.
 *
 * <p>All policies here may be asked from any number of threads at once and never wait for a disk or for each other.
 */
package dev.spillway.valve.policy;
