/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The resident memory of this process, and what of it came with the downloads. Safe for use by any thread. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s*([0-9]+) kB$");

    private final LongSupplier resident;
    private volatile long atRest;

    ProcessMemory() {
        this(() -> resident(STATUS));
    }

    ProcessMemory(LongSupplier resident) {
        this.resident = resident;
        atRest = resident.getAsLong();
    }

    /** Bytes now; 0 if the system doesn't tell. */
    long bytes() {
        return resident.getAsLong();
    }

    /** To be called from time to time: without downloads, what there is now is what they will be compared with. */
    void look(int downloads) {
        if (downloads == 0) {
            atRest = bytes();
        }
    }

    /** What has been added since there were no downloads, for each of them; 0 if there are none. */
    long bytesPerDownload(int downloads) {
        return downloads == 0 ? 0 : Math.max(0, bytes() - atRest) / downloads;
    }

    static long resident(Path status) {
        try {
            Matcher line = RESIDENT.matcher(Files.readString(status));
            return line.find() ? Long.parseLong(line.group(1)) << 10 : 0;
        } catch (IOException e) {
            return 0; // no Linux
        }
    }
}
