/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The transport request (D4): what it says, its form on the wire, and its signature. A request is signed as a whole by a main server; a terminal believes
 * nothing in it before the signature has been checked.
 */
package dev.spillway.relay.request;
