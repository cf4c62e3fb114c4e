/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The socket by which valves find a manager: a file that only its owner may use, in a folder that only its owner may enter.
 * A lock beside it, held as long as the name is, tells a manager that is there from the socket of one that was killed.
 */
public final class ListeningSocket {
    /** What the sockets of managers that have given up their name begin with. */
    public static final String RETIRED_PREFIX = "old-";

    private static final Logger LOG = System.getLogger(ListeningSocket.class.getName());
    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");

    private final ServerSocketChannel channel;
    private final FileChannel lock;
    private Path path;

    private ListeningSocket(ServerSocketChannel channel, FileChannel lock, Path path) {
        this.channel = channel;
        this.lock = lock;
        this.path = path;
    }

    /** Another manager has the name. */
    static final class TakenException extends IOException {
        private static final long serialVersionUID = 1L;

        TakenException(Path path) {
            super("another manager listens at " + path);
        }
    }

    /** The socket that systemd has opened and passed as standard input, or null if there is none. */
    static ListeningSocket inherited() throws IOException {
        return System.inheritedChannel() instanceof ServerSocketChannel channel
                ? new ListeningSocket(channel, null, null)
                : null;
    }

    /**
     * Opens the socket.
     *
     * @throws TakenException if a manager is there already
     * @throws IOException if the folder or the file is not as it has to be; the message says how
     */
    static ListeningSocket open(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        checkFolder(folder);
        FileChannel lock = FileChannel.open(
                path.resolveSibling(path.getFileName() + ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE));
        ServerSocketChannel channel = null;
        try {
            if (lock.tryLock() == null) {
                throw new TakenException(path);
            }
            removeStale(path);
            channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, OWNER_ONLY_FILE);
            return new ListeningSocket(channel, lock, path);
        } catch (IOException | RuntimeException e) {
            lock.close();
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static void checkFolder(Path folder) throws IOException {
        try {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY_FOLDER));
        } catch (FileAlreadyExistsException e) {
            LOG.log(Level.DEBUG, "The folder is there already", e);
        }
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()
                || !found.owner().equals(PeerCheck.ownUser())
                || !OWNER_ONLY_FOLDER.containsAll(found.permissions())) {
            throw new IOException("folder " + folder + " of the socket must be a folder, no link, that belongs to "
                    + PeerCheck.ownUser() + " with the permissions rwx------; it belongs to " + found.owner() + " with "
                    + PosixFilePermissions.toString(found.permissions()) + ": chmod 700 it, or name another socket");
        }
    }

    /** Whoever left it is gone, as we hold the lock. */
    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException(path + " is no socket: remove it, or name another socket");
        }
        Files.delete(path);
    }

    @Override
    public String toString() {
        return path == null ? "the socket of standard input" : path.toString();
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** Frees the name; those who know the new one can still come, such as a Tomcat that starts anew. */
    void retire() {
        if (path == null) {
            close();
            return;
        }
        try {
            Path old = path.resolveSibling(
                    path.getFileName() + ".old-" + ProcessHandle.current().pid());
            path = Files.move(path, old, StandardCopyOption.ATOMIC_MOVE);
            lock.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Failed to free the name " + path, e);
        }
    }

    void close() {
        try {
            if (path != null) {
                Files.deleteIfExists(path);
            }
            channel.close();
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Failed to close the socket", e);
        }
    }
}
