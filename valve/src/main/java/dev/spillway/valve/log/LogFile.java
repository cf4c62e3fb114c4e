/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * The file that is being written, one after the other. Lines are gathered in memory and written several at a time; they
 * are appended, so that another process, or a valve that is just being replaced, may write to the same file without
 * mixing lines.
 *
 * <p>What can't be written stays in memory, to the byte: a disk that was full for some time leaves no broken line.
 */
final class LogFile implements LineSink {
    /** Room for the longest line that a {@link DownloadRecord} can make, and a bit. */
    static final int BUFFER_BYTES = 256 << 10;

    private static final Log log = LogFactory.getLog(LogFile.class);
    private static final StringManager sm = StringManager.getManager(LogFile.class);

    /** How a file is opened for appending. */
    @FunctionalInterface
    interface Opener {
        WritableByteChannel open(Path path) throws IOException;
    }

    private final LogSettings settings;
    private final Clock clock;
    private final Opener opener;
    private final Runnable onNew;
    private final ByteBuffer pending = ByteBuffer.allocate(BUFFER_BYTES);
    private WritableByteChannel channel;
    private Path path;
    private Object fileKey;
    private String stamp;
    private long stampSecond = Long.MIN_VALUE;
    private boolean isWithinLine;

    /** @param onNew run whenever lines go to another file from then on */
    LogFile(LogSettings settings, Clock clock, Runnable onNew) {
        this(settings, clock, LogFile::openForAppending, onNew);
    }

    LogFile(LogSettings settings, Clock clock, Opener opener, Runnable onNew) {
        this.settings = settings;
        this.clock = clock;
        this.opener = opener;
        this.onNew = onNew;
    }

    private static FileChannel openForAppending(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Opens the file that is being written at this time, whoever writes it. */
    static FileChannel openCurrent(LogSettings settings, Clock clock) throws IOException {
        makeDirectory(settings);
        String stamp = settings.names().stamp(clock.instant(), clock.getZone());
        return openForAppending(settings.directory().resolve(settings.names().current(stamp)));
    }

    private static void makeDirectory(LogSettings settings) throws IOException {
        // Not createDirectories alone: it refuses a link to a directory.
        if (!Files.isDirectory(settings.directory())) {
            Files.createDirectories(settings.directory());
        }
    }

    @Override
    public void append(String line) throws IOException {
        rotateIfDue();
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > pending.remaining()) {
            flush();
        }
        pending.put(bytes);
    }

    @Override
    public void flush() throws IOException {
        if (pending.position() == 0) {
            return;
        }
        openIfNeeded();
        pending.flip();
        try {
            while (pending.hasRemaining()) {
                channel.write(pending);
            }
        } catch (IOException e) {
            closeChannel(); // after a while it may be another file system that is mounted there
            throw e;
        } finally {
            isWithinLine = pending.position() == 0 ? isWithinLine : pending.get(pending.position() - 1) != '\n';
            pending.compact();
        }
    }

    @Override
    public int pendingLines() {
        int lines = 0;
        for (int i = 0; i < pending.position(); i++) {
            lines += pending.get(i) == '\n' ? 1 : 0;
        }
        return lines;
    }

    @Override
    public void close() {
        closeChannel();
    }

    @Override
    public String toString() {
        return String.valueOf(path == null ? settings.names().pattern(settings.directory()) : path);
    }

    /** Ends the file if its time is over. Looks once in a second of the clock at most, as the stamp costs something. */
    private void rotateIfDue() throws IOException {
        Instant now = clock.instant();
        if (now.getEpochSecond() == stampSecond) {
            return;
        }
        String next = settings.names().stamp(now, clock.getZone());
        if (stamp == null) {
            stamp = stampOfLeftover(next);
        }
        if (!next.equals(stamp)) {
            flush();
            closeChannel();
            rename();
            stamp = next;
        }
        stampSecond = now.getEpochSecond();
    }

    /** The stamp of a file that an earlier run has left without one, so that it still gets its own. */
    private String stampOfLeftover(String next) throws IOException {
        Path leftover = settings.directory().resolve(settings.names().current(next));
        return settings.names().renameOnRotate() && Files.exists(leftover)
                ? settings.names().stamp(Files.getLastModifiedTime(leftover).toInstant(), clock.getZone())
                : next;
    }

    private void rename() {
        Path from = settings.directory().resolve(settings.names().current(stamp));
        Path to = settings.directory().resolve(settings.names().rotated(stamp));
        if (from.equals(to) || !Files.exists(from)) {
            return;
        }
        try {
            Files.move(from, to); // fails if there is one already: no line is ever overwritten
        } catch (IOException e) {
            log.error(sm.getString("logFile.renameFailed", from, to), e);
        }
    }

    private void openIfNeeded() throws IOException {
        if (channel != null && settings.checkExists() && !Objects.equals(fileKey, keyOf(path))) {
            closeChannel();
        }
        if (channel != null) {
            return;
        }
        makeDirectory(settings);
        path = settings.directory().resolve(settings.names().current(stamp));
        channel = opener.open(path);
        Object key = keyOf(path);
        boolean isNew = !Objects.equals(key, fileKey);
        if (isWithinLine && isNew) {
            dropRestOfLine();
        }
        fileKey = key;
        if (isNew) {
            onNew.run();
        }
        OldFiles.remove(settings, path, clock.instant());
    }

    /** The beginning of the line went to a file that is not there any more; its rest alone would be no line. */
    private void dropRestOfLine() {
        pending.flip();
        while (pending.get() != '\n') {
            // Goes on to the end of the line, which is there, as only whole lines are put in.
        }
        pending.compact();
        isWithinLine = false;
        log.warn(sm.getString("logFile.lineBroken", path));
    }

    /** What tells one file from another; null if there is none. */
    private static Object keyOf(Path path) throws IOException {
        if (!Files.exists(path)) {
            return null;
        }
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? path : key; // Windows has no keys, and does not let go an open file
    }

    private void closeChannel() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            log.warn(sm.getString("logFile.closeFailed", path), e);
        }
        channel = null;
    }
}
