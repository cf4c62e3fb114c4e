/* SPDX-License-Identifier: Apache-2.0 */
/** How a terminal pulls a file, piece by piece, over HTTP ranges and the socket pool of Spillway Get (D5, D6, D8). */
package dev.spillway.relay.pull;
