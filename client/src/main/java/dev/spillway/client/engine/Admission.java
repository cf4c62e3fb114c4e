/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.engine;

import dev.spillway.client.api.Progress;
import dev.spillway.client.api.ProgressListener;
import dev.spillway.client.source.RangeStream;
import dev.spillway.client.source.SourceException;

/**
 * Takes a server into a transfer once it has shown that it has the same file (B3). It is asked for bytes that are missing right away, so that its first
 * answer is not wasted.
 */
final class Admission {
    private final Transfer transfer;
    private final MirrorCheck check;
    private final ProgressListener listener;

    Admission(Transfer transfer, MirrorCheck check, ProgressListener listener) {
        this.transfer = transfer;
        this.check = check;
        this.listener = listener;
    }

    /** Returns at once; the state of the server tells the outcome. */
    void begin(Server server) {
        server.state(Progress.State.CHECKING);
        Threads.start("spillway-check", () -> admit(server));
    }

    private void admit(Server server) {
        Link link = transfer.newLink(server);
        // Nothing is taken from others for a server that may turn out to be of no use: those without ranges could not
        // go back.
        Portion portion = transfer.plan().takeFree(link);
        RangeStream stream = null;
        boolean hasFile = false;
        try {
            stream = portion == null
                    ? server.source().open(0, 1)
                    : server.source().open(portion.start, portion.end);
            server.responded(stream.responseTime());
            check.verify(server, stream.facts());
            hasFile = true;
        } catch (SourceException e) {
            server.failed(e, 0, true);
            server.drop(e.getMessage());
            listener.event(server.name() + " not used: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!(hasFile && portion != null)) {
                giveUp(portion, stream);
            }
        }
        if (hasFile) {
            listener.event(server.name() + " has the same file");
            server.state(Progress.State.ACTIVE);
            if (portion != null) {
                link.begin(portion, stream);
                transfer.launch(link);
            }
        }
    }

    private void giveUp(Portion portion, RangeStream stream) {
        if (portion != null) {
            transfer.plan().release(portion);
        }
        if (stream != null) {
            stream.close();
        }
    }
}
