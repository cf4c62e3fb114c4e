/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.Download;
import dev.spillway.manager.api.SocketReturn;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferListener;
import dev.spillway.process.log.LineTemplate;
import java.util.Optional;

/** A download that begins in this JVM, and goes to a process if it is not over at once. */
final class RemoteDownload implements Download {
    private final ProcessLoop loop;
    private final Download local;
    private final Transfer transfer;
    private final TransferListener listener;
    private final long startNanos = System.nanoTime();
    private boolean isSent;

    RemoteDownload(ProcessLoop loop, Download local, Transfer transfer, TransferListener listener) {
        this.loop = loop;
        this.local = local;
        this.transfer = transfer;
        this.listener = listener;
    }

    Download local() {
        return local;
    }

    Transfer transfer() {
        return transfer;
    }

    TransferListener listener() {
        return listener;
    }

    long startNanos() {
        return startNanos;
    }

    /** What to log if this JVM is gone at the end. */
    Optional<LineTemplate> line() {
        return listener instanceof LoggedListener logged ? logged.line() : Optional.empty();
    }

    @Override
    public boolean sendAtOnce(ClientSocket socket) {
        isSent = local.sendAtOnce(socket);
        return isSent;
    }

    @Override
    public void finish() {
        local.finish();
    }

    /** A connection with TLS can't go: the keys are here. One that has only to be closed need not. */
    @Override
    public void start(ClientSocket socket, Optional<SocketReturn> giveBack) {
        if (isSent || socket.tls().isPresent() || !loop.submit(new HandOver(this, socket, giveBack))) {
            local.start(socket, giveBack);
        }
    }

    @Override
    public Transfer rest() {
        return local.rest();
    }

    @Override
    public void moved() {
        local.moved();
    }

    @Override
    public void abandon() {
        local.abandon();
    }
}
