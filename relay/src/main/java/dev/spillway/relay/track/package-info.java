/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The tracking database (D3): every transfer, transport request, acknowledgement and failure, and what was measured of every terminal. H2 in a file for one main
 * server, PostgreSQL for several, which share the work without a leader: whoever has claimed a transfer directs it until its lease ends.
 */
package dev.spillway.relay.track;
