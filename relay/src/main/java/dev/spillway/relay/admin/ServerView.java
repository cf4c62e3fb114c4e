/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.admin;

import java.net.URI;
import java.util.List;

/**
 * A main server.
 *
 * @param address where terminals reach it
 * @param key its public key as terminals want it in {@code signers}: X.509, base64
 * @param others main servers that share the database, as far as they have been heard of lately
 */
public record ServerView(String name, URI address, String key, String version, List<URI> others) {}
