/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.Download;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferListener;

/** A place in this JVM, to be left as soon as a process has the download. */
record RemotePlace(ProcessLoop loop, Place local) implements Place {
    @Override
    public boolean isQueued() {
        return local.isQueued();
    }

    @Override
    public Download begin(Transfer transfer, TransferListener listener) {
        return new RemoteDownload(loop, local.begin(transfer, listener), transfer, listener);
    }

    @Override
    public void giveUp() {
        local.giveUp();
    }
}
