/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.descriptor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Asks the kernel what it has under a number, before anybody relies on it: a wrong one would hand over something else. */
final class DescriptorCheck {
    private static final Path OWN_DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path SOME_FILE = Path.of("/proc/self/status");

    private DescriptorCheck() {}

    /** @throws IOException if the numbers are wrong, or this is not Linux */
    static void check(Descriptors descriptors) throws IOException {
        try (SocketChannel socket = SocketChannel.open();
                FileChannel file = FileChannel.open(SOME_FILE, StandardOpenOption.READ)) {
            check(descriptors.of(socket), "socket:[");
            check(descriptors.of(file), "/proc/");
        }
    }

    private static void check(int number, String expected) throws IOException {
        String found = Files.readSymbolicLink(OWN_DESCRIPTORS.resolve(Integer.toString(number)))
                .toString();
        if (!found.startsWith(expected)) {
            throw new IOException("descriptor " + number + " is " + found + ", not " + expected);
        }
    }
}
