/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The manager process: the engine of {@code dev.spillway.manager.core} behind a Unix domain socket.
 *
 * <pre>
 *   valve  &lt;-- frames --&gt;  ValveLink   thread "main": one selector for all valves
 *                              |
 *                     EmbeddedManager  threads "spillway-loop-N": the downloads
 * </pre>
 *
 * <p>The process opens no file and no connection by name for anybody: it sends what it was handed, on what it was handed. The
 * exception is a log that was moved away, which {@code LastLines} begins anew.
 */
package dev.spillway.process.server;
