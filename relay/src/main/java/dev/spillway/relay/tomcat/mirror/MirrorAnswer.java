/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat.mirror;

import java.io.IOException;

/** What becomes of one request for a published file. The valve calls {@link #before}, lets the pipeline answer, and calls {@link #after}. */
interface MirrorAnswer {
    void before();

    void after() throws IOException;
}
