/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A process with all below it, as {@code /proc} shows them. */
public final class ProcessTree {
    /** USER_HZ, which is 100 on every Linux that is in use. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    private final ProcessHandle root;

    ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    List<ProcessHandle> handles() {
        return Stream.concat(Stream.of(root), root.descendants()).toList();
    }

    /** The process and all below it. */
    public List<Long> pids() {
        return handles().stream().map(ProcessHandle::pid).toList();
    }

    /** CPU time used so far by the processes that are alive, in seconds; steps of 10 ms. */
    public double cpuSeconds() throws IOException {
        double ticks = 0;
        for (ProcessHandle handle : handles()) {
            String stat = read(handle, "stat");
            if (!stat.isEmpty()) {
                // The name of the program stands in parentheses and may contain blanks.
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                ticks += Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Resident memory of all, in bytes. */
    public long residentBytes() throws IOException {
        long kib = 0;
        for (ProcessHandle handle : handles()) {
            kib += read(handle, "status")
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
        return kib << 10;
    }

    /** Number of threads of all. */
    public int threads() throws IOException {
        int threads = 0;
        for (ProcessHandle handle : handles()) {
            threads += read(handle, "status")
                    .lines()
                    .filter(line -> line.startsWith("Threads:"))
                    .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                    .sum();
        }
        return threads;
    }

    /** Open descriptors of all. */
    public int descriptors() throws IOException {
        int descriptors = 0;
        for (ProcessHandle handle : handles()) {
            try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(handle.pid()), "fd"))) {
                descriptors += (int) files.count();
            } catch (NoSuchFileException e) {
                // Ended in the meantime, and has none.
            }
        }
        return descriptors;
    }

    private static String read(ProcessHandle handle, String file) throws IOException {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), file));
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
