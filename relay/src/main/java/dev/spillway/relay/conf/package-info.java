/* SPDX-License-Identifier: Apache-2.0 */
/** The configuration of main servers and terminals: a file of properties each, see docs/relay.md. */
package dev.spillway.relay.conf;
