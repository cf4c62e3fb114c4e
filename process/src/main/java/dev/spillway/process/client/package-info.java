/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The valve's end: a manager that has other processes send, and sends itself what they can't or don't take.
 *
 * <pre>
 *   worker thread            spillway-process (one thread)                    manager process
 *   RemoteDownload.start --&gt; HandOver --&gt; ProcessLink &lt;-- frames --&gt;     ...
 *                               |
 *                               +--&gt; the embedded manager: no process, no answer in time, declined
 * </pre>
 */
package dev.spillway.process.client;
