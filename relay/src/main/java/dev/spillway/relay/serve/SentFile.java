/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.serve;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A file as an answer. Ranges and preconditions are the business of the host (RFC 9110 sections 13 and 14).
 *
 * @param type MIME type
 * @param tag strong entity tag, with its quotes
 * @param modified as it is to be told
 * @param isOnce whether the path is to be deleted as soon as the file is open
 */
public record SentFile(Path path, String type, String tag, Instant modified, boolean isOnce) {}
