/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.admin;

import java.time.Instant;
import java.util.List;

/**
 * What is to be published, to whom, and when.
 *
 * @param files names of files in the store folder of the main server; several travel as one bundle, and appear one by one
 * @param url instead of files: one file at another HTTP server (a distribution server), which the main server reads once for the digests
 * @param name under which it appears; by default that of the file, obligatory for a bundle
 * @param group whose terminals get it
 * @param type MIME type; by default by the name
 * @param activate not to appear before; by default at once
 * @param expire to be removed then; by default after 30 days
 * @param compression {@code auto} (the default: zstd, if a sample gets shorter by it), {@code none} or {@code zstd}
 * @param encrypt whether pieces are encrypted on their way, by default not
 * @param planner {@code adaptive} (the default) or {@code dealing}
 * @param fanOut children of every node with {@code dealing}, 1 to 5; by default by measurement
 */
public record PublishOrder(
        List<String> files,
        String url,
        String name,
        String group,
        String type,
        Instant activate,
        Instant expire,
        String compression,
        Boolean encrypt,
        String planner,
        Integer fanOut) {}
