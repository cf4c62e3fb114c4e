/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A main server (D1): publishes files, directs the transfers that it has claimed, and answers terminals and administrators. All that must outlive it is in the
 * tracking database; what it holds of a transfer beside that, it learns again from the next reports of the terminals.
 */
package dev.spillway.relay.director;
