/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.files;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * A part of a file, mapped for no other purpose than to ask which of its pages are in memory: no byte of it is ever
 * touched, so it is no matter if the file becomes shorter. It is unmapped when it is closed, and not at some collection of
 * garbage: a deleted file would keep its place on the disk until then. From Java 22 on there is a public way to do so
 * ({@code java.lang.foreign}), which is looked up; before that there is {@code Unsafe}, which later versions warn of.
 */
abstract class FileMap implements AutoCloseable {
    private static final Logger LOG = System.getLogger(FileMap.class.getName());

    /** Whether all bytes from an offset on are in memory, as far as the kernel tells. */
    abstract boolean isLoaded(long offset, long length);

    @Override
    public abstract void close();

    static FileMap of(FileChannel channel, long position, long size) throws IOException {
        return Arenas.ARE_KNOWN
                ? new ArenaMap(channel, position, size)
                : new BufferMap(channel.map(MapMode.READ_ONLY, position, size));
    }

    private static final class BufferMap extends FileMap {
        private final MappedByteBuffer buffer;

        BufferMap(MappedByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        boolean isLoaded(long offset, long length) {
            return buffer.slice((int) offset, (int) length).isLoaded();
        }

        @Override
        public void close() {
            Cleaner.clean(buffer);
        }
    }

    private static final class ArenaMap extends FileMap {
        private final Object arena;
        private final Object segment;

        ArenaMap(FileChannel channel, long position, long size) throws IOException {
            try {
                arena = Arenas.OF_SHARED.invoke();
                segment = Arenas.MAP.invoke(channel, MapMode.READ_ONLY, position, size, arena);
            } catch (IOException | RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IOException(e);
            }
        }

        @Override
        boolean isLoaded(long offset, long length) {
            try {
                Object part = Arenas.AS_SLICE.invoke(segment, offset, length);
                return (boolean) Arenas.IS_LOADED.invoke(part);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            try {
                Arenas.CLOSE.invoke(arena);
            } catch (Throwable e) {
                LOG.log(Level.WARNING, "Failed to unmap a file", e);
            }
        }
    }

    /** What {@code java.lang.foreign} has from Java 22 on. */
    private static final class Arenas {
        static final MethodHandle OF_SHARED;
        static final MethodHandle MAP;
        static final MethodHandle AS_SLICE;
        static final MethodHandle IS_LOADED;
        static final MethodHandle CLOSE;
        static final boolean ARE_KNOWN;

        static {
            MethodHandle[] found = new MethodHandle[5];
            boolean areKnown = false;
            try {
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                Class<?> arena = Class.forName("java.lang.foreign.Arena");
                Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
                MethodType map = MethodType.methodType(segment, MapMode.class, long.class, long.class, arena);
                found[0] = lookup.findStatic(arena, "ofShared", MethodType.methodType(arena));
                found[1] = lookup.findVirtual(FileChannel.class, "map", map);
                found[2] =
                        lookup.findVirtual(segment, "asSlice", MethodType.methodType(segment, long.class, long.class));
                found[3] = lookup.findVirtual(segment, "isLoaded", MethodType.methodType(boolean.class));
                found[4] = lookup.findVirtual(arena, "close", MethodType.methodType(void.class));
                areKnown = Runtime.version().feature() >= 22; // before, it was a preview
            } catch (ReflectiveOperationException e) {
                LOG.log(Level.DEBUG, "An older Java", e);
            }
            OF_SHARED = found[0];
            MAP = found[1];
            AS_SLICE = found[2];
            IS_LOADED = found[3];
            CLOSE = found[4];
            ARE_KNOWN = areKnown;
        }

        private Arenas() {}
    }

    /** Unmaps a buffer before the collector does. */
    private static final class Cleaner {
        private static final MethodHandle INVOKE = find();

        private Cleaner() {}

        private static MethodHandle find() {
            try {
                Class<?> unsafe = Class.forName("sun.misc.Unsafe");
                Field instance = unsafe.getDeclaredField("theUnsafe");
                instance.setAccessible(true);
                return MethodHandles.lookup()
                        .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
                        .bindTo(instance.get(null));
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.log(Level.DEBUG, "Files are unmapped by the collector", e);
                return null;
            }
        }

        static void clean(ByteBuffer buffer) {
            try {
                if (INVOKE != null) {
                    INVOKE.invoke(buffer);
                }
            } catch (Throwable e) {
                LOG.log(Level.WARNING, "Failed to unmap a file", e);
            }
        }
    }
}
