/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.source.RangeStream;

/**
 * The server on which the file was identified, with the beginning of an answer that is still open (B2).
 *
 * @param start offset of the first byte of the answer
 */
record Reference(Server server, RangeStream open, long start) {}
