/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The pages of the valve: the live page, the JSON behind it, its operations, and the metrics.
 *
 * <p>They are answered on Tomcat's worker threads, which downloads hold none of, so no number of downloads starves them.
 * {@link dev.spillway.valve.status.Visitors} says who may come in; {@link dev.spillway.valve.status.PageOrigin} says
 * which operations come from the page itself.
 */
package dev.spillway.valve.status;
