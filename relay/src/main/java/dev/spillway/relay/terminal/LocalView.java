/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import java.util.List;
import java.util.Optional;

/** What a terminal has, for those who serve it to clients. Safe for use by any number of threads; asks nobody and waits for nothing. */
public interface LocalView {
    /** All files that have appeared here and have not expired, in the order of their names. */
    List<PublishedFile> published();

    /** One of them by its name. */
    Optional<PublishedFile> find(String name);
}
