/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * Which bytes are in the partial file: lines of text that are only ever appended.
 *
 * <pre>
 * spillway-journal 1                    form of the journal
 * file FINGERPRINT SIZE ETAG MODIFIED   which file it is
 * boot ID                               start of the system during which all that follows was written
 * server NUMBER NAME                    a server that bytes came from
 * have START END NUMBER                 these bytes were written, and came from that server
 * lost START END                        these bytes turned out wrong
 * safe COUNT                            the first COUNT of the have and lost lines are on the disk
 * </pre>
 *
 * <p>Order of things (B8). Bytes are written before their {@code have} line, so after a kill every line is true: the page cache outlives the process.
 * It does not outlive the system, so lines behind the last {@code safe} count only if the system has not been started anew, which the boot ID tells
 * (where there is none, they never count). A {@code safe} line is written after the file was forced to the disk, and forced itself; a
 * {@code lost} line is forced before anything else is written there.
 */
public final class Journal implements AutoCloseable {
    static final String VERSION = "spillway-journal";
    static final String VERSION_NUMBER = "1";
    static final String FILE = "file";
    static final String BOOT = "boot";
    static final String SERVER = "server";
    static final String HAVE = "have";
    static final String LOST = "lost";
    static final String SAFE = "safe";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path file;

    /** Null if nothing is kept. */
    private final FileChannel channel;

    private boolean nameForced;
    private int operations;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** What an earlier run has left, if anything can be made of it. */
    public static Optional<JournalState> read(Path file) throws IOException {
        return Files.exists(file) ? JournalReader.read(file, bootId()) : Optional.empty();
    }

    /** A journal that keeps nothing. */
    static Journal none() {
        return new Journal(null, null);
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Begins a journal in the place of an older one. The bytes of the state must be on the disk already.
     *
     * @param file replaced in one step, so that at no time there is none
     */
    public static Journal begin(Path file, JournalState state) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        FileChannel channel = FileChannel.open(
                fresh,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        boolean ready = false;
        try {
            Journal journal = new Journal(file, channel);
            journal.append(VERSION + " " + VERSION_NUMBER);
            journal.append(FILE + " " + state.identity().format());
            String boot = bootId();
            if (!boot.isEmpty()) {
                journal.append(BOOT + " " + boot);
            }
            for (Map.Entry<Integer, String> server : state.servers().entrySet()) {
                journal.server(server.getKey(), server.getValue());
            }
            for (Span span : state.have().all()) {
                journal.have(span.start(), span.end(), span.owner());
            }
            if (!state.have().isEmpty()) {
                journal.append(SAFE + " " + journal.operations);
                channel.force(false);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            ready = true;
            return journal;
        } finally {
            if (!ready) {
                channel.close();
            }
        }
    }

    /** Names a server before its first bytes. */
    public synchronized void server(int number, String name) throws IOException {
        append(SERVER + " " + number + " " + name);
    }

    /** Bytes have been written to the file. */
    public synchronized void have(long start, long end, int server) throws IOException {
        append(HAVE + " " + start + " " + end + " " + server);
        operations++;
    }

    /** Bytes are wrong; on return that is on the disk. */
    public synchronized void lost(long start, long end) throws IOException {
        append(LOST + " " + start + " " + end);
        operations++;
        force();
    }

    /** Number of the {@code have} and {@code lost} lines so far: to be asked for before the file is forced. */
    public synchronized int operations() {
        return operations;
    }

    /** The file was forced after so many operations. */
    public synchronized void safe(int count) throws IOException {
        append(SAFE + " " + count);
        force();
        if (!nameForced && channel != null) {
            Directories.force(file);
            nameForced = true;
        }
    }

    private void force() throws IOException {
        if (channel != null) {
            channel.force(false);
        }
    }

    private void append(String words) throws IOException {
        if (channel == null) {
            return;
        }
        ByteBuffer line = ByteBuffer.wrap(JournalLine.write(words).getBytes(StandardCharsets.ISO_8859_1));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
