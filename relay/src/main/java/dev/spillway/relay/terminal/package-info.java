/* SPDX-License-Identifier: Apache-2.0 */
/** A terminal (D2): takes transport requests, pulls the file, keeps it, passes it on, and serves it to clients when it has appeared. */
package dev.spillway.relay.terminal;
