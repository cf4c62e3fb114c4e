/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system in memory that is soon full, mounted for one process alone, with which it ends. */
final class TinyDisk {
    private static final String FILLER = "filler";

    private final Path folder;
    private final long bytes;

    TinyDisk(Path folder, long bytes) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.bytes = bytes;
    }

    /** Whether this user may mount. */
    static boolean isPermitted(Path folder) throws IOException, InterruptedException {
        return new ProcessBuilder("unshare", "--mount", "mount", "-t", "tmpfs", "none", folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    Path folder() {
        return folder;
    }

    /** Mounts it, and becomes the command that follows, under the same process identifier. */
    List<String> prefix() {
        return List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=" + bytes + " none '" + folder + "' && exec \"$@\"",
                "sh");
    }

    /** A file on the disk of a process, as others can see it. */
    Path seen(NodeProcess process, String name) {
        return Path.of("/proc/" + process.pid() + "/root" + folder.resolve(name));
    }

    /** Leaves so many bytes free. */
    void fill(NodeProcess process, long left) throws IOException {
        Path filler = seen(process, FILLER);
        long room = filler.getParent().toFile().getUsableSpace();
        assertThat(room).as("room on %s", folder).isGreaterThan(left);
        Files.write(filler, new byte[(int) (room - left)]);
    }

    void free(NodeProcess process) throws IOException {
        Files.delete(seen(process, FILLER));
    }
}
