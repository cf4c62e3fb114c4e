/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/**
 * What the selector of a loop is to tell of one socket: whether there is room for more, or that the client says something.
 * What it says before its answer is complete is kept. Used on the thread of the loop.
 */
final class Interest {
    private final SelectorLoop loop;
    private final Peer peer;
    private final InputAhead input = new InputAhead();
    private SelectionKey key;
    private int ops;

    /** With TLS also input matters while there is something to send: the peer may ask for new keys. */
    private int opsWhileSending;

    Interest(SelectorLoop loop, Peer peer) {
        this.loop = loop;
        this.peer = peer;
        opsWhileSending = peer.isTls() ? SelectionKey.OP_WRITE | SelectionKey.OP_READ : SelectionKey.OP_WRITE;
    }

    /** Joins the selector; nothing is told yet. */
    void join(Connection connection) throws IOException {
        peer.channel().configureBlocking(false);
        ops = 0;
        key = peer.channel().register(loop.selector(), ops, connection);
    }

    /** Joins the selector again after {@link #leave}. */
    void rejoin() throws IOException {
        join((Connection) key.attachment());
    }

    /** Leaves the selector, which forgets the socket when it is run the next time. */
    void leave() {
        key.cancel();
    }

    /** Whether the socket took more when the selector was run last. */
    boolean isWritable() {
        return key.isWritable();
    }

    /** Whether there was input when the selector was run last. */
    boolean isReadable() {
        return key.isReadable();
    }

    /** Whether it is told when there is room for more. */
    boolean isRoomAwaited() {
        return (ops & SelectionKey.OP_WRITE) != 0;
    }

    /** To be told when there is room for more. */
    void awaitRoom() {
        await(opsWhileSending);
    }

    /** To be told when the client says something or leaves, unless it has said enough. */
    void awaitInput() {
        await(input.isEnough() ? 0 : SelectionKey.OP_READ);
    }

    /** To be told of nothing. */
    void awaitNothing() {
        await(0);
    }

    /** @param newOps as in {@link SelectionKey#interestOps} */
    void await(int newOps) {
        if (newOps != ops) {
            ops = newOps;
            key.interestOps(newOps);
        }
    }

    /**
     * Lets TLS have its own messages, and keeps what is the beginning of the next request.
     *
     * @return false if the client will say no more
     * @throws IOException if the client has left, or TLS is broken
     */
    boolean receive() throws IOException {
        int read = input.receive(peer, loop.scratch());
        if (read != 0) {
            opsWhileSending = SelectionKey.OP_WRITE;
            if (isRoomAwaited()) {
                awaitRoom();
            } else {
                awaitInput();
            }
        }
        return read >= 0;
    }

    /** What the client has said so far, to be read. */
    ByteBuffer inputAhead() {
        return input.kept();
    }
}
