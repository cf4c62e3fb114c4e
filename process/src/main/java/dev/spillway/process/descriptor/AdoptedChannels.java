/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.descriptor;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * Makes channels of descriptors that came from another process. Only for a JVM that was started with {@link
 * Descriptors#JVM_OPTION}, as the manager process is. A descriptor belongs to its channel from then on.
 */
public final class AdoptedChannels {
    private final Constructor<?> newSocket;
    private final Method newDescriptor;
    private final Method remoteAddress;

    /** @throws IllegalStateException if the JVM does not allow it; the message says what to do */
    public AdoptedChannels() {
        try {
            newSocket = JdkChannels.SOCKET.getDeclaredConstructor(
                    SelectorProvider.class, ProtocolFamily.class, FileDescriptor.class, SocketAddress.class);
            newDescriptor = JdkChannels.IO_UTIL.getDeclaredMethod("newFD", int.class);
            remoteAddress = Class.forName("sun.nio.ch.Net").getDeclaredMethod("remoteAddress", FileDescriptor.class);
            newSocket.setAccessible(true);
            newDescriptor.setAccessible(true);
            remoteAddress.setAccessible(true);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(
                    "this JVM can't take descriptors over: start it with " + Descriptors.JVM_OPTION, e);
        }
    }

    /**
     * The channel of a connected TCP socket.
     *
     * @throws IOException if the descriptor is none; it is closed then
     */
    public SocketChannel socket(int number) throws IOException {
        try {
            FileDescriptor descriptor = descriptor(number);
            SocketAddress remote = (SocketAddress) remoteAddress.invoke(null, descriptor);
            return (SocketChannel) newSocket.newInstance(
                    SelectorProvider.provider(), StandardProtocolFamily.INET6, descriptor, remote);
        } catch (ReflectiveOperationException e) {
            close(number);
            throw new IOException("descriptor " + number + " is no connected TCP socket", e);
        }
    }

    /** The channel of a file that is open for reading. */
    @SuppressWarnings("resource") // the stream has nothing to close but the descriptor, which the channel does
    public FileChannel file(int number) {
        return new FileInputStream(descriptor(number)).getChannel();
    }

    /** The channel of a file that is open for appending. */
    @SuppressWarnings("resource") // as above
    public FileChannel log(int number) {
        return new FileOutputStream(descriptor(number)).getChannel();
    }

    /** Closes a descriptor that nobody has a use for. */
    public void close(int number) throws IOException {
        file(number).close();
    }

    private FileDescriptor descriptor(int number) {
        try {
            return (FileDescriptor) newDescriptor.invoke(null, number);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e); // was accessible at the start
        }
    }
}
