/* SPDX-License-Identifier: Apache-2.0 */
/** How pieces look on their way where they do not travel as they are (D6): made shorter by zstd, hidden by AES-GCM, or both. */
package dev.spillway.relay.pack;
