/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The file under its working name, {@code NAME.part}, and its journal, {@code NAME.part.journal}. The name that the user wants appears only when all
 * bytes are there, right and on the disk. Writes to different places may come from different threads.
 */
public final class PartialFile implements AutoCloseable {
    /** What is not larger is fetched again as soon as gone on with: it has no journal. */
    public static final long SMALL_BYTES = 1 << 20;

    private final Path target;
    private final Path journalPath;
    private final Path partPath;
    private final FileChannel channel;
    private Journal journal;

    private PartialFile(Path target, Path partPath, FileChannel channel) {
        this.target = target;
        this.partPath = partPath;
        this.journalPath = journalOf(target);
        this.channel = channel;
    }

    private static Path partOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".part");
    }

    private static Path journalOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".part.journal");
    }

    /**
     * Opens or makes the partial file of a target and locks it against other processes.
     *
     * @throws IOException if another download has it, or it cannot be written
     */
    public static PartialFile open(Path target) throws IOException {
        Path part = partOf(target);
        FileChannel channel = FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held in this very process: reported below like any other holder.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new IOException(part + " is in use by another download");
        }
        return new PartialFile(target, part, channel);
    }

    /** What an earlier run has left, as far as the file really holds it. */
    public Optional<JournalState> left() throws IOException {
        Optional<JournalState> state = Journal.read(journalPath);
        return state.filter(found -> found.have().isEmpty() || holds(found));
    }

    private boolean holds(JournalState state) {
        try {
            return channel.size() == state.identity().size();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes room for the file and begins its journal.
     *
     * @param state the bytes that are there already; all others count as missing
     * @throws IOException also if the disk has too little room for the rest
     */
    public void begin(JournalState state) throws IOException {
        long missing = state.identity().size() - state.have().total();
        long room = partPath.toFile().getUsableSpace();
        if (missing > room) {
            throw new IOException("no room for " + missing + " more bytes beside " + target + ": " + room
                    + " are free; make room or choose another place");
        }
        if (state.have().isEmpty()) {
            channel.truncate(0);
        }
        extendTo(state.identity().size());
        if (!state.have().isEmpty()) {
            // The new journal will say that they are safe.
            channel.force(true);
        }
        closeJournal();
        if (state.identity().size() > SMALL_BYTES) {
            journal = Journal.begin(journalPath, state);
        } else {
            Files.deleteIfExists(journalPath);
            journal = Journal.none();
        }
    }

    /** Begins a file of unknown length, for which there is no going on later. */
    public void beginUnsized() throws IOException {
        forget();
    }

    /** Gives up what was fetched so far. */
    public void forget() throws IOException {
        closeJournal();
        Files.deleteIfExists(journalPath);
        channel.truncate(0);
    }

    private void extendTo(long size) throws IOException {
        if (channel.size() > size) {
            channel.truncate(size);
        } else if (channel.size() < size) {
            write(ByteBuffer.wrap(new byte[1]), size - 1);
        }
    }

    public Journal journal() {
        return journal;
    }

    /** Writes all of the buffer at its place. */
    public void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Fills the buffer from a place; the bytes must be there. */
    public void read(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, at);
            if (read < 0) {
                throw new IOException(partPath + " has become shorter while we worked on it");
            }
            at += read;
        }
    }

    /** Forces what was written to the disk and notes in the journal that it is safe. */
    public void checkpoint() throws IOException {
        int operations = journal.operations();
        channel.force(false);
        journal.safe(operations);
    }

    /** All bytes are there and right: gives the file its name, then removes the journal. On return this lasts. */
    public void finish() throws IOException {
        channel.force(true);
        if (Files.isDirectory(target)) {
            throw new IOException(target + " is a directory: name a file");
        }
        Files.move(partPath, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Directories.force(target);
        closeJournal();
        Files.deleteIfExists(journalPath);
    }

    private void closeJournal() throws IOException {
        if (journal != null) {
            journal.close();
            journal = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeJournal();
        channel.close();
    }
}
