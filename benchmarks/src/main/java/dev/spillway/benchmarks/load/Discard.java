/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * Receives and throws away inside the kernel ({@code recv(2)} with {@code MSG_TRUNC}), where a copy would cost the client
 * more than {@code sendfile} costs the server that is measured. Needs {@code --add-opens java.base/sun.nio.ch=ALL-UNNAMED}.
 */
final class Discard {
    /** The one function of libc that is called. */
    public interface LibC {
        @ssize_t
        long recv(int socket, Pointer buffer, @size_t long length, int flags);
    }

    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int EAGAIN = 11;

    private static final LibC LIBC = LibraryLoader.create(LibC.class)
            .option(LibraryOption.SaveError, true)
            .load("c");

    private Discard() {}

    /**
     * The descriptor of a channel, to be asked once for each connection.
     *
     * @throws IOException if the JVM was started without the flag
     */
    static int descriptorOf(SocketChannel channel) throws IOException {
        try {
            var method = channel.getClass().getMethod("getFDVal");
            method.setAccessible(true);
            return (int) method.invoke(channel);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IOException("run with --add-opens java.base/sun.nio.ch=ALL-UNNAMED", e);
        }
    }

    /** Bytes thrown away; 0 if there is nothing now, -1 if the other side has closed. */
    static long receive(int descriptor, long maxBytes) throws IOException {
        long received = LIBC.recv(descriptor, null, maxBytes, MSG_TRUNC | MSG_DONTWAIT);
        if (received > 0) {
            return received;
        }
        if (received == 0) {
            return -1;
        }
        int error = Runtime.getRuntime(LIBC).getLastError();
        if (error == EAGAIN) {
            return 0;
        }
        throw new IOException("recv failed with errno " + error);
    }
}
