/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.peer.Programs;
import dev.spillway.benchmarks.peer.RunningPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Slows the reads of a server's processes with the blkio controller of control groups, version 1. Other processes of the
 * machine keep their disk. Closing it removes the group, which must be empty by then.
 */
final class SlowDisk implements AutoCloseable {
    private static final Path CONTROLLER = Path.of("/sys/fs/cgroup/blkio");

    private final Path group;

    private SlowDisk(Path group) {
        this.group = group;
    }

    static boolean isPossible() {
        return Files.isWritable(CONTROLLER.resolve("cgroup.procs"));
    }

    /** A group that may read so much from the disk on which the folder is. */
    static SlowDisk of(Path folder, long bytesPerSecond) throws IOException, InterruptedException {
        Path group = CONTROLLER.resolve("spillway-bench-" + System.getProperty("spillway.run"));
        if (!Files.isDirectory(group)) {
            Files.createDirectory(group);
        }
        Files.writeString(group.resolve("blkio.throttle.read_bps_device"), disk(folder) + " " + bytesPerSecond);
        return new SlowDisk(group);
    }

    void add(RunningPeer peer) throws IOException {
        for (long pid : peer.tree().pids()) {
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(group);
    }

    /** Takes the pages of a file out of the page cache. */
    static void forget(Path file) throws IOException, InterruptedException {
        Programs.run(List.of("dd", "if=" + file, "iflag=nocache", "count=0", "status=none"));
    }

    /** Major and minor number of the whole disk; the controller knows no partitions. */
    private static String disk(Path folder) throws IOException, InterruptedException {
        String number = Programs.run(List.of("stat", "-c", "%Hd:%Ld", folder.toString()))
                .strip();
        Path device = Path.of("/sys/dev/block", number).toRealPath();
        Path whole = Files.exists(device.resolve("partition")) ? device.getParent() : device;
        return Files.readString(whole.resolve("dev")).strip();
    }
}
