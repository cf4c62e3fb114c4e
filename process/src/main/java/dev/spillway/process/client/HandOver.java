/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.SocketReturn;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.process.descriptor.Descriptors;
import dev.spillway.process.link.FrameChannel.Outgoing;
import dev.spillway.process.wire.Offer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A download on its way to a process, or there. Used on the thread of the {@link ProcessLoop}.
 *
 * <pre>
 *   OFFERED --accepted--> MOVED --ended, to be kept open--> RETURNING --taken or refused--> over
 *      |                    +--ended, closed; process gone-------------------------------^
 *      +--declined, no answer in time, process gone--> sent by this JVM
 * </pre>
 *
 * <p>The descriptor of the connection stays open here as long as Tomcat may get the connection back: so nothing has to come
 * back but word of it, and a process that dies takes no connection of ours with it that we would not close.
 */
final class HandOver {
    private static final Logger LOG = System.getLogger(HandOver.class.getName());
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final RemoteDownload download;
    private final SocketChannel socket;
    private final ClientSocket client;
    private final Optional<SocketReturn> giveBack;
    private long id;
    private Outgoing frame;
    private long sentBefore;
    private long deadlineNanos;
    private boolean isEnded;

    HandOver(RemoteDownload download, ClientSocket client, Optional<SocketReturn> giveBack) {
        this.download = download;
        this.client = client;
        this.giveBack = giveBack;
        socket = client.channel();
    }

    /** Makes the offer that goes to a process. */
    Offer offer(long newId) {
        id = newId;
        Transfer rest = download.local().rest();
        sentBefore = download.transfer().length() - rest.length();
        return new Offer(
                id,
                giveBack.isPresent(),
                sentBefore,
                System.nanoTime() - download.startNanos(),
                rest.file().path().toString(),
                rest.file().size(),
                ChronoUnit.NANOS.between(Instant.EPOCH, rest.file().lastModified()),
                rest.segments(),
                rest.terms(),
                download.line());
    }

    /** Sets when there has to be an answer. */
    void expire(long newDeadlineNanos) {
        deadlineNanos = newDeadlineNanos;
    }

    /** Notes the frame of the offer, to be taken back if there is no answer by then. */
    void offered(Outgoing newFrame) {
        frame = newFrame;
    }

    long id() {
        return id;
    }

    Outgoing frame() {
        return frame;
    }

    /** The numbers of socket and file, good as long as this is not closed. */
    List<Integer> descriptors(Descriptors descriptors) {
        return List.of(
                descriptors.of(socket),
                descriptors.of(download.transfer().file().channel()));
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    /** Has this JVM send the file. */
    void serveHere() {
        download.local().start(client, giveBack);
    }

    /** The process owns the download. */
    void moved() {
        download.local().moved();
    }

    /** Whether the descriptor is to be kept, for Tomcat to have the connection again. */
    boolean isReturnWanted() {
        return giveBack.isPresent();
    }

    /** Whether the download is over, and its connection about to come back. */
    boolean isEnded() {
        return isEnded;
    }

    /** The process has ended the download; tells whether the connection is about to come back. */
    boolean ended(TransferEnd end) {
        isEnded = true;
        try {
            download.listener().ended(end);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "Listener failed", e);
        }
        return giveBack.isPresent() && end.outcome() == Outcome.COMPLETED;
    }

    /** The process is gone, and the download with it. What it had sent by then nobody knows, so nothing is claimed. */
    void lost() {
        Duration duration = Duration.ofNanos(System.nanoTime() - download.startNanos());
        ended(new TransferEnd(Outcome.FAILED, sentBefore, Optional.empty(), duration));
    }

    /** Asks Tomcat to have the connection again. */
    SocketReturn.Answer giveBack() {
        return giveBack.orElseThrow().giveBack(NOTHING);
    }

    /**
     * Closes our descriptor, and nothing else: what the process does with the connection goes on.
     *
     * @return false if that is not possible yet, because a selector still knows the socket: closing would then shut down the
     *     connection itself
     */
    boolean close() {
        if (socket.isRegistered()) {
            return false;
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Failed to close a descriptor", e);
        }
        return true;
    }
}
