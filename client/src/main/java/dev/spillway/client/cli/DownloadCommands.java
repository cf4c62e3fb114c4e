/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.Download;

/** Passes what the user wants to a download, once it exists. */
final class DownloadCommands implements View.Commands {
    private volatile Download download;

    void bind(Download bound) {
        download = bound;
    }

    @Override
    public void dropServer(String name) {
        download.dropServer(name);
    }

    @Override
    public void dropLink(int id) {
        download.dropLink(id);
    }

    @Override
    public void pause(boolean wanted) {
        if (wanted) {
            download.pause();
        } else {
            download.resume();
        }
    }

    @Override
    public void cancel() {
        download.cancel();
    }
}
