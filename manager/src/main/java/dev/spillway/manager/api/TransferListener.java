/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/**
 * Told how a download ended: exactly once for each {@link Download}. Called on a loop thread, or on that of the caller, so it must neither
 * block nor throw; what it throws is logged and forgotten.
 */
@FunctionalInterface
public interface TransferListener {
    /** A listener that doesn't care. */
    TransferListener NONE = end -> {};

    /** The download ended; nothing more is sent. */
    void ended(TransferEnd end);
}
