/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.send;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/** The socket itself: regions of files go by {@code sendfile(2)} and never through the memory of the process. */
record PlainSink(SocketChannel socket) implements Sink {
    @Override
    public long write(ByteBuffer bytes) throws IOException {
        return socket.write(bytes);
    }

    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
        return file.transferTo(position, count, socket);
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public long pendingBytes() {
        return 0;
    }
}
