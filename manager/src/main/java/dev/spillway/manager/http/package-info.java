/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What HTTP says about sending a file, as pure functions and immutable values: ranges, preconditions, validators,
 * multipart bodies and the syntax of header fields. Nothing here does I/O, blocks, or keeps state between calls, so
 * everything may be called from any thread.
 *
 * <p>Input from a client is never an error: what breaks the syntax is ignored or matches nothing, as each class says.
 * Wrong arguments of the caller are {@link IllegalArgumentException}s.
 *
 * <p>A header field is handed over as the list of its field lines in the order received; an empty list means that the
 * field is absent (RFC 9110 section 5.2).
 */
package dev.spillway.manager.http;
