/* SPDX-License-Identifier: Apache-2.0 */
/** Transfers to thousands of terminals, simulated around the very planners that main servers run. */
package dev.spillway.relay.sim;
