/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shows what the relay does in networks whose links have set rates: terminals and main servers as processes, each in a network namespace of its own. Run by
 * {@code bin/relay-bench}, and in short by {@link dev.spillway.relay.shaped.ShapedRelayIT}.
 */
package dev.spillway.relay.shaped;
