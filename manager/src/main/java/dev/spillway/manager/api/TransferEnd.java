/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.time.Duration;

/**
 * The end of a download.
 *
 * @param outcome why it ended
 * @param bytesSent bytes that the socket of the client accepted, head included; what the client never fetched from the
 *     buffers of the kernel is among them
 * @param duration time from the hand-over to the end
 */
public record TransferEnd(Outcome outcome, long bytesSent, Duration duration) {}
