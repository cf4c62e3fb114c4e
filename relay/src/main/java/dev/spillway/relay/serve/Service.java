/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.serve;

import java.io.IOException;

/** A main server or a terminal, as its host sees it. Safe for use by any number of threads. */
@FunctionalInterface
public interface Service {
    /** Answers a request; every way out of it has answered. */
    void handle(Exchange exchange) throws IOException;
}
