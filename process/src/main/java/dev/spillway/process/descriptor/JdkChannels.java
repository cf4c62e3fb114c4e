/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.descriptor;

/** The classes behind the channels of the JDK, the same from 17 to 25. They are not public, so a test holds them in place. */
final class JdkChannels {
    static final Class<?> SOCKET = find("sun.nio.ch.SocketChannelImpl");
    static final Class<?> FILE = find("sun.nio.ch.FileChannelImpl");
    static final Class<?> IO_UTIL = find("sun.nio.ch.IOUtil");

    /** Field of {@link #SOCKET}. */
    static final String SOCKET_NUMBER = "fdVal";

    /** Field of {@link #FILE}. */
    static final String FILE_DESCRIPTOR = "fd";

    private JdkChannels() {}

    private static Class<?> find(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(name);
        }
    }
}
