/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.descriptor;

import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/**
 * Reads the fields where they lie in memory, for a JVM that was started without {@link Descriptors#JVM_OPTION}. JDK 24 and
 * later print a warning at the first use, and a later one will refuse it (JEP 498).
 */
final class UnsafeDescriptors implements Descriptors {
    private final MethodHandle getInt;
    private final MethodHandle getObject;
    private final long socketNumber;
    private final long fileDescriptor;
    private final long number;

    UnsafeDescriptors() throws ReflectiveOperationException {
        // By reflection, because the compiler's warning about this class can't be switched off.
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        Object unsafe = field.get(null);
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        getInt = lookup.unreflect(type.getMethod("getInt", Object.class, long.class))
                .bindTo(unsafe);
        getObject = lookup.unreflect(type.getMethod("getObject", Object.class, long.class))
                .bindTo(unsafe);
        MethodHandle offset = lookup.unreflect(type.getMethod("objectFieldOffset", Field.class))
                .bindTo(unsafe);
        socketNumber = offset(offset, JdkChannels.SOCKET.getDeclaredField(JdkChannels.SOCKET_NUMBER));
        fileDescriptor = offset(offset, JdkChannels.FILE.getDeclaredField(JdkChannels.FILE_DESCRIPTOR));
        number = offset(offset, FileDescriptor.class.getDeclaredField("fd"));
    }

    private static long offset(MethodHandle method, Field field) throws ReflectiveOperationException {
        try {
            return (long) method.invokeExact(field);
        } catch (Throwable e) {
            throw new ReflectiveOperationException("no offset of " + field, e);
        }
    }

    @Override
    public int of(SocketChannel channel) {
        return intAt(JdkChannels.SOCKET.cast(channel), socketNumber);
    }

    @Override
    public int of(FileChannel channel) {
        try {
            Object descriptor = (Object) getObject.invokeExact((Object) JdkChannels.FILE.cast(channel), fileDescriptor);
            return intAt(descriptor, number);
        } catch (Throwable e) {
            throw new IllegalStateException(e); // it worked at the start
        }
    }

    private int intAt(Object owner, long offset) {
        try {
            return (int) getInt.invokeExact(owner, offset);
        } catch (Throwable e) {
            throw new IllegalStateException(e); // it worked at the start
        }
    }

    @Override
    public String toString() {
        return "sun.misc.Unsafe";
    }
}
