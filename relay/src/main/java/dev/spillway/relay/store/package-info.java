/* SPDX-License-Identifier: Apache-2.0 */
/** Files in pieces on the disk: cut and digested by a main server, put together by a terminal, piece by piece and safe against being killed. */
package dev.spillway.relay.store;
