/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.send;

/** What became of one attempt to send. The connection owns the socket in all of them. */
public enum SendState {
    /** The socket takes no more for now: wait until it is writable. */
    BLOCKED,

    /** The turn is used up and there is more to send: go on when the others have had theirs. */
    PROGRESS,

    /** Everything was accepted by the socket. */
    DONE
}
