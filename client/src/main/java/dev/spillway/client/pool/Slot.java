/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

/**
 * A place for one socket, as an {@link Assignment} sees it.
 *
 * @param number of the place, from 0; stays the same as long as its socket is open, and the lowest free number is used first
 * @param endpoint where the socket leads or would lead
 * @param open whether there is a socket already, or one would have to be opened
 */
public record Slot(int number, Endpoint endpoint, boolean open) {}
