/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

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

    private final String before;

    private SendBuffers(String before) {
        this.before = before;
    }

    /** Connections that are made from now on get so much at most. */
    static SendBuffers of(int maxBytes) throws IOException {
        SendBuffers buffers = new SendBuffers(Files.readString(SETTING));
        Files.writeString(SETTING, "4096 16384 " + maxBytes);
        return buffers;
    }

    void restore() throws IOException {
        Files.writeString(SETTING, before);
    }
}
