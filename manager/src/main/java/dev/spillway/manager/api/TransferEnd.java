/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.time.Duration;
import java.util.Optional;

/**
 * The end of a download.
 *
 * @param outcome why it ended
 * @param bytesSent bytes that the socket of the client accepted, head included; what the client never fetched from the
 *     buffers of the kernel is among them
 * @param timeToFirstByte time from the hand-over to the first byte that the socket accepted; empty if it accepted none
 * @param duration time from the hand-over to the end
 */
public record TransferEnd(Outcome outcome, long bytesSent, Optional<Duration> timeToFirstByte, Duration duration) {}
