/* SPDX-License-Identifier: Apache-2.0 */
/** The little of HTTP that main servers and terminals need of whoever hosts them, so that neither knows its host. */
package dev.spillway.relay.serve;
