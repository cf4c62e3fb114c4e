/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

/** Somebody who fetches portions, as the plan sees him. */
interface Worker {
    /** Number of the server that the bytes come from. */
    int server();

    /** Bytes a second that he makes or, before he has begun, can be expected to make; 0 if nothing is known. */
    double rate();

    /** Seconds from taking a portion to its first byte. */
    double startSeconds();

    /** His portion was taken from him altogether: he must stop, whatever he waits for. Called without locks. */
    void stop();
}
