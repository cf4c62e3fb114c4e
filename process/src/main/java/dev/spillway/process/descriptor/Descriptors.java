/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.descriptor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The numbers by which the kernel knows the channels of this JVM (SYSTEMS.md A12). A number is good as long as its channel
 * is open, and must not be used after: it may be that of something else by then.
 */
public interface Descriptors {
    /** What makes the numbers accessible without tricks; see {@code conf/setenv.sh}. */
    String JVM_OPTION = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";

    /** The number of a socket's descriptor. */
    int of(SocketChannel channel);

    /** The number of a file's descriptor. */
    int of(FileChannel channel);

    /** The best way to the numbers that this JVM has, or nothing if it has none. */
    static Optional<Descriptors> find() {
        List<Callable<Descriptors>> ways = List.of(ReflectedDescriptors::new, UnsafeDescriptors::new);
        for (Callable<Descriptors> way : ways) {
            try {
                Descriptors found = way.call();
                DescriptorCheck.check(found);
                return Optional.of(found);
            } catch (Exception | LinkageError e) {
                System.getLogger(Descriptors.class.getName()).log(Level.DEBUG, "No such way to descriptors", e);
            }
        }
        return Optional.empty();
    }

    /** Says how the numbers are come by, for the administrator. */
    @Override
    String toString();

    /** For messages of those who go without. */
    static void sayWhatToDo(Logger log) {
        log.log(
                Level.WARNING,
                "This JVM does not let descriptors be passed to another process: start it with " + JVM_OPTION
                        + ", as conf/setenv.sh does. Until then downloads are sent by this JVM");
    }
}
