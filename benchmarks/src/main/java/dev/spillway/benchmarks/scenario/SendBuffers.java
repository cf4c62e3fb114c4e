/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bound of the kernel's send buffers in the network namespace of the run.
 *
 * <p>A connection over a loopback announces segments of 64 KiB, for which the kernel allows a send buffer of megabytes at
 * once. 10,000 slow clients fill those, exceed {@code tcp_mem}, and then the kernel's shortage is measured and not the
 * server. A client behind an Ethernet starts with 46 KB.
 */
final class SendBuffers {
    private static final Path SETTING = Path.of("/proc/sys/net/ipv4/tcp_wmem");
    private static final int SLOW_BYTES = 64 << 10;

    /** Something to be measured. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException, InterruptedException;
    }

    private SendBuffers() {}

    /** Runs something during which connections get 64 KiB at most. */
    static <T> T small(Action<T> action) throws IOException, InterruptedException {
        String before = read();
        Files.writeString(SETTING, "4096 16384 " + SLOW_BYTES);
        try {
            return action.run();
        } finally {
            Files.writeString(SETTING, before);
        }
    }

    /** In one read: the kernel tells the value to the first only, and {@code Files.readString} begins with a single byte. */
    private static String read() throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(SETTING)) {
            return reader.readLine();
        }
    }
}
