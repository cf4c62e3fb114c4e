/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {
    @TempDir
    Path directory;

    @Test
    void growthSinceTheLastRestIsSharedByTheDownloads() {
        AtomicLong resident = new AtomicLong(1_000_000);
        ProcessMemory memory = new ProcessMemory(resident::get);
        resident.set(2_000_000);
        memory.look(0);
        resident.set(2_500_000);
        memory.look(100);
        assertThat(memory.bytes()).isEqualTo(2_500_000);
        assertThat(memory.bytesPerDownload(100)).isEqualTo(5_000);
        assertThat(memory.bytesPerDownload(0)).isZero();
        resident.set(1_500_000);
        assertThat(memory.bytesPerDownload(100)).as("shrunk meanwhile").isZero();
    }

    @Test
    void theLineOfTheKernelIsRead() throws IOException {
        Path status =
                Files.writeString(directory.resolve("status"), "VmPeak:\t  9 kB\nVmRSS:\t  1234 kB\nRssAnon:\t 1 kB\n");
        assertThat(ProcessMemory.resident(status)).isEqualTo(1234 * 1024);
        assertThat(ProcessMemory.resident(directory.resolve("none"))).isZero();
        assertThat(new ProcessMemory().bytes()).isGreaterThan(10 << 20);
    }
}
