/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What a terminal has, for those who serve it to clients. Safe for use by any number of threads; asks nobody and waits for nothing. */
public interface LocalView {
    /** All files that have appeared here and have not expired, in the order of their names. */
    List<PublishedFile> published();

    /** One of them by its name. */
    Optional<PublishedFile> find(String name);

    /** Where clients of this terminal find what has appeared, ending with a slash. */
    URI files();

    /** How busy the terminal is: 0 is idle, 1 is full. */
    double load();
}
