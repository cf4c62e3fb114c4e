/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.connector;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Set;

/**
 * Stands in for a socket that was taken out of Tomcat, so that Tomcat has something to close. It is equal to the real
 * channel because Tomcat looks its connections up by channel; everything but being closed and looked up fails.
 */
final class StandInChannel extends SocketChannel {
    private final SocketChannel real;

    StandInChannel(SocketChannel real) {
        super(real.provider());
        this.real = real;
    }

    @Override
    public boolean equals(Object other) {
        return other == this || other == real || (other instanceof StandInChannel standIn && standIn.real.equals(real));
    }

    @Override
    public int hashCode() {
        return real.hashCode();
    }

    @Override
    protected void implCloseSelectableChannel() {
        // The real socket lives on.
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
        // There is nothing that could block.
    }

    @Override
    public SocketChannel bind(SocketAddress local) throws IOException {
        throw new ClosedChannelException();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        throw new ClosedChannelException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        throw new ClosedChannelException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public SocketChannel shutdownInput() throws IOException {
        throw new ClosedChannelException();
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        throw new ClosedChannelException();
    }

    @Override
    public Socket socket() {
        return new Socket();
    }

    @Override
    public boolean isConnected() {
        return false;
    }

    @Override
    public boolean isConnectionPending() {
        return false;
    }

    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        throw new ClosedChannelException();
    }

    @Override
    public boolean finishConnect() throws IOException {
        throw new ClosedChannelException();
    }

    @Override
    public SocketAddress getRemoteAddress() throws IOException {
        throw new ClosedChannelException();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        throw new ClosedChannelException();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        throw new ClosedChannelException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        throw new ClosedChannelException();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        throw new ClosedChannelException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        throw new ClosedChannelException();
    }
}
