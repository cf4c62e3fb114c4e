/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.descriptor;

import java.io.FileDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/** Asks the classes of the JDK, which has to be allowed by {@link Descriptors#JVM_OPTION}. */
final class ReflectedDescriptors implements Descriptors {
    private final Field socketNumber;
    private final Field fileDescriptor;
    private final Method number;

    ReflectedDescriptors() throws ReflectiveOperationException {
        socketNumber = JdkChannels.SOCKET.getDeclaredField(JdkChannels.SOCKET_NUMBER);
        fileDescriptor = JdkChannels.FILE.getDeclaredField(JdkChannels.FILE_DESCRIPTOR);
        number = JdkChannels.IO_UTIL.getDeclaredMethod("fdVal", FileDescriptor.class);
        socketNumber.setAccessible(true);
        fileDescriptor.setAccessible(true);
        number.setAccessible(true);
    }

    @Override
    public int of(SocketChannel channel) {
        try {
            return socketNumber.getInt(channel);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // was accessible at the start
        }
    }

    @Override
    public int of(FileChannel channel) {
        try {
            return (int) number.invoke(null, fileDescriptor.get(channel));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e); // was accessible at the start
        }
    }

    @Override
    public String toString() {
        return "reflection";
    }
}
