/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.link;

import dev.spillway.process.descriptor.MessageSocket;
import dev.spillway.process.wire.Frame;
import dev.spillway.process.wire.FrameReader;
import dev.spillway.process.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** One end of the connection between a valve and a manager: frames with their descriptors, without waiting. For one thread. */
public final class FrameChannel {
    private static final int BUFFER_BYTES = 256 << 10;

    /** A peer that sends descriptors without the frames for them would fill this process with them. */
    private static final int MAX_UNCLAIMED = 2 * MessageSocket.MAX_DESCRIPTORS;

    private final SocketChannel channel;
    private final MessageSocket messages;
    private final FrameReader reader = new FrameReader();
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private final ArrayDeque<Outgoing> outgoing = new ArrayDeque<>();
    private final ArrayDeque<Integer> received = new ArrayDeque<>();
    private ByteBuffer cutOff = ByteBuffer.allocate(0);

    /**
     * A frame that is to be sent.
     *
     * @param bytes of it
     * @param descriptors numbers, to be good until it is sent or cancelled
     */
    public record Outgoing(ByteBuffer bytes, List<Integer> descriptors) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** @param number of the descriptor of the channel, which is in non-blocking mode */
    public FrameChannel(SocketChannel channel, int number) {
        this.channel = channel;
        messages = new MessageSocket(number);
    }

    /** The socket, to be registered with a selector and closed by the caller. */
    public SocketChannel channel() {
        return channel;
    }

    /** Puts a frame without descriptors behind those that wait to be sent; it must not be too long. */
    public void send(Frame frame) {
        send(new Outgoing(frame.toBytes().orElseThrow(), List.of()));
    }

    /** Puts a frame behind those that wait to be sent. */
    public void send(Outgoing frame) {
        outgoing.add(frame);
    }

    /** Takes back a frame; false if it is sent, or some of it. */
    public boolean cancel(Outgoing frame) {
        return outgoing.remove(frame);
    }

    /**
     * Sends what the socket takes.
     *
     * @return whether nothing is left
     * @throws IOException if the connection is broken
     */
    public boolean flush() throws IOException {
        while (output.hasRemaining() || cutOff.hasRemaining() || !outgoing.isEmpty()) {
            if (output.hasRemaining()) {
                if (messages.send(output, List.of()) == 0) {
                    return false;
                }
            } else if (cutOff.hasRemaining()) {
                refillFromCutOff();
            } else if (!sendBatch()) {
                return false;
            }
        }
        return true;
    }

    /** Sends as many frames as go into one message; they stay where they were if the socket does not take a byte. */
    private boolean sendBatch() throws IOException {
        output.clear();
        List<Integer> descriptors = new ArrayList<>();
        int frames = 0;
        for (Outgoing frame : outgoing) {
            if (frames > 0
                    && (frame.bytes().remaining() > output.remaining()
                            || descriptors.size() + frame.descriptors().size() > MessageSocket.MAX_DESCRIPTORS)) {
                break;
            }
            ByteBuffer bytes = frame.bytes();
            int fitting = Math.min(bytes.remaining(), output.remaining());
            output.put(bytes.slice(bytes.position(), fitting));
            descriptors.addAll(frame.descriptors());
            frames++;
        }
        output.flip();
        int size = output.limit();
        if (messages.send(output, descriptors) == 0) {
            output.limit(0);
            return false;
        }
        for (int i = 0; i < frames; i++) {
            Outgoing sent = outgoing.remove();
            if (sent.bytes().remaining() > size) { // alone, and longer than the buffer
                cutOff = sent.bytes().slice(size, sent.bytes().remaining() - size);
            }
        }
        return true;
    }

    private void refillFromCutOff() {
        output.clear();
        int fitting = Math.min(cutOff.remaining(), output.remaining());
        output.put(cutOff.slice(cutOff.position(), fitting)).flip();
        cutOff.position(cutOff.position() + fitting);
    }

    /**
     * Receives what there is.
     *
     * @return false if the peer has closed
     * @throws IOException if the connection is broken, or the peer does not keep to the rules
     */
    public boolean fill() throws IOException {
        int count = messages.receive(input.clear(), received::add);
        if (received.size() > MAX_UNCLAIMED) {
            throw new WireException("descriptors without frames for them");
        }
        reader.add(input.flip());
        return count >= 0;
    }

    /** The next frame, or null if more has to come; its descriptors have to be taken before the next call. */
    public Frame next() throws WireException {
        Frame frame = reader.next();
        if (frame != null && frame.descriptors() > received.size()) {
            throw new WireException("a frame without its descriptors");
        }
        return frame;
    }

    /** Takes the next descriptor of the present frame, which is the caller's from then on. */
    public int takeDescriptor() {
        return received.remove();
    }

    /** Takes all descriptors that nobody has claimed, to close them. */
    public List<Integer> takeUnclaimed() {
        List<Integer> unclaimed = List.copyOf(received);
        received.clear();
        return unclaimed;
    }
}
