/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

/**
 * State of a {@link SocketPool} at one moment; the first three belong together, the totals count since the pool was made.
 *
 * @param leased sockets bound to a task, those being opened among them
 * @param idle open sockets that no task has
 * @param waiting tasks that wait for a socket
 * @param opened sockets opened in all
 * @param assigned leases given out in all
 * @param reused leases that were served by a socket that was open already
 * @param stale idle sockets that were found dead when their turn came, and closed
 */
public record PoolStats(int leased, int idle, int waiting, long opened, long assigned, long reused, long stale) {}
