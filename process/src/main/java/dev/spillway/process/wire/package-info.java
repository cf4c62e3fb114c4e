/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a valve and a manager process say to each other over a Unix domain socket: frames, as bytes and as records. Nothing
 * here does I/O.
 *
 * <pre>
 *   0       1       2       3       4       5
 *   +-------+-------+-------+-------+-------+------ ... ------+
 *   |        length of the rest     | type  |      body       |
 *   +-------+-------+-------+-------+-------+------ ... ------+
 * </pre>
 *
 * <p>Numbers are big-endian. A text is its length in bytes (4) and UTF-8; a list is its length (4) and its elements; what may
 * be missing is 1 and the value, or 0. {@link dev.spillway.process.wire.Frame} has the bodies.
 *
 * <p>The way of one download, with {@code n} its number, which the valve gives out, never twice on a connection:
 *
 * <pre>
 *   valve                                      manager
 *     | ---- OFFER n  + socket, file ------------> |   has a place for it, and holds the descriptors; sends nothing
 *     | &lt;--- ACCEPTED n ------------------------- |
 *     | ---- COMMIT n ---------------------------> |   owns the socket, and sends
 *     | &lt;--- ENDED n --------------------------- |   with outcome and bytes
 *     | &lt;--- RETURNING n ----------------------- |   if the connection is to be kept open
 *     | ---- RETURNED n -------------------------> |   and Tomcat has it again, or not: then the manager closes it in order
 * </pre>
 *
 * <p>Until the valve has said COMMIT the download is its own: it may say WITHDRAW instead, as when the answer took too long,
 * and send the file itself. As the manager reads frames in order, it can't mistake the one for the other however late it
 * gets to read them, so nothing is sent twice.
 */
package dev.spillway.process.wire;
