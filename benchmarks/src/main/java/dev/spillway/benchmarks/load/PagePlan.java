/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.time.Duration;

/**
 * Page requests at fixed times, whether or not earlier ones have been answered, each on a new connection.
 *
 * @param path the page
 * @param bytes length that the page must have
 * @param perSecond requests per second
 * @param giveUp after this time a request counts as failed, with this time as its latency
 */
public record PagePlan(String path, int bytes, int perSecond, Duration giveUp) {}
