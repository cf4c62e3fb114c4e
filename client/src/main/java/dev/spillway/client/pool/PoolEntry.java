/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.pool;

/** One place of the pool with its socket. Fields that change are guarded by the lock of the pool. */
final class PoolEntry {
    final int number;
    final Endpoint endpoint;

    /** Null while the socket is being opened; set once. */
    volatile Connection connection;

    long idleSinceNanos;

    PoolEntry(int number, Endpoint endpoint) {
        this.number = number;
        this.endpoint = endpoint;
    }

    Slot slot() {
        return new Slot(number, endpoint, connection != null);
    }
}
