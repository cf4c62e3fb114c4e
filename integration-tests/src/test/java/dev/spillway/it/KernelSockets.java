/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the kernel knows of a TCP connection between two ports of this host: {@code /proc/net/tcp} and {@code tcp6}. */
final class KernelSockets {
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int QUEUES = 4;

    private KernelSockets() {}

    /** How many bytes have arrived at a local port from a remote one that nobody has read; empty without a connection. */
    static Optional<Long> unread(int localPort, int remotePort) {
        List<String[]> found = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(KernelSockets::rows)
                .filter(row -> isPort(row[LOCAL], localPort) && isPort(row[REMOTE], remotePort))
                .toList();
        assertThat(found.size()).as("connections between these ports").isLessThan(2);
        return found.stream()
                .map(row -> Long.parseLong(row[QUEUES].substring(row[QUEUES].indexOf(':') + 1), 16))
                .findFirst();
    }

    private static Stream<String[]> rows(String table) {
        try {
            return Files.readAllLines(Path.of(table)).stream()
                    .skip(1)
                    .map(line -> line.strip().split("\\s+", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPort(String address, int port) {
        return address.endsWith(":" + String.format(Locale.ROOT, "%04X", port));
    }
}
