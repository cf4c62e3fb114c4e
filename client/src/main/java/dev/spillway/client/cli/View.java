/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.api.ProgressListener;

/** Shows downloads to whoever called the command. */
interface View extends AutoCloseable {
    /**
     * A listener for one download.
     *
     * @param name by which the user knows it
     * @param commands what the user may do with it
     */
    ProgressListener watch(String name, Commands commands);

    /** Ends the show; whatever the terminal looked like before is restored. */
    @Override
    void close();

    /** What a user may do with a running download by key. */
    interface Commands {
        /** Takes nothing more from a server. */
        void dropServer(String name);

        /** Ends a transfer. */
        void dropLink(int id);

        /** Pauses, or goes on. */
        void pause(boolean wanted);

        /** Gives up. */
        void cancel();
    }
}
