/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.tomcat.util.res.StringManager;

/**
 * The folders out of which applications may have files sent, with everything below them (CVE-2011-2526).
 *
 * @param folders absolute; none allows nothing
 */
record FileRoots(List<Path> folders) {
    private static final StringManager sm = StringManager.getManager(FileRoots.class);

    /** Their files are regular ones by type, but reading them is asking the kernel: environments, keys, memory. */
    private static final List<Path> OF_THE_KERNEL = List.of(Path.of("/proc"), Path.of("/sys"));

    FileRoots {
        folders = List.copyOf(folders);
    }

    /**
     * Reads a list of folders, separated by commas; they may have spaces in their names.
     *
     * @throws IllegalArgumentException if one is not absolute, is no folder, is the root of the file system or belongs to
     *     the kernel
     */
    static FileRoots parse(String option, String text) {
        return new FileRoots(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .map(item -> parseFolder(option, item))
                .toList());
    }

    /** Reads one folder of an option. */
    static Path parseFolder(String option, String text) {
        try {
            Path folder = Path.of(text);
            if (folder.isAbsolute() && Files.isDirectory(folder) && isServable(folder.toRealPath())) {
                return folder.normalize();
            }
        } catch (InvalidPathException | IOException e) {
            throw badFolder(option, text, e);
        }
        throw badFolder(option, text, null);
    }

    boolean isEmpty() {
        return folders.isEmpty();
    }

    FileRoots with(List<Path> more) {
        return new FileRoots(Stream.concat(folders.stream(), more.stream()).toList());
    }

    /**
     * Finds the file that a path means, without opening it.
     *
     * <p>A path that leads out of the folders by its very text is refused with 403, whether or not something is there.
     * All that depends on the file system is 404, be it that nothing is there, or a folder, a device, a pipe, or a link
     * that leads out: RFC 9110 section 15.5.4 has 404 for what a server wishes to hide, and a 403 for links would say
     * which files exist outside.
     *
     * @param wanted by an application
     * @return the path without links, so that a link that is changed afterwards changes nothing
     */
    Path locate(Path wanted) throws RefusedOfferException {
        List<Path> realFolders = folders.stream()
                .map(FileRoots::toRealFolder)
                .filter(Objects::nonNull)
                .toList();
        Path byText = wanted.toAbsolutePath().normalize();
        if (!isInside(byText, folders) && !isInside(byText, realFolders)) {
            throw new RefusedOfferException(403, sm.getString("fileRoots.outside", forLog(wanted), folders));
        }
        try {
            Path real = wanted.toRealPath();
            if (isInside(real, realFolders) && Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                return real;
            }
            throw new RefusedOfferException(404, sm.getString("fileRoots.notThere", forLog(wanted), forLog(real)));
        } catch (IOException e) {
            throw new RefusedOfferException(404, sm.getString("fileRoots.noFile", forLog(wanted)));
        }
    }

    /** Anew for each file, because folders are mounted, and links to them changed, while the server runs. */
    private static Path toRealFolder(Path folder) {
        try {
            Path real = folder.toRealPath();
            return isServable(real) ? real : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isServable(Path real) {
        return real.getNameCount() > 0 && OF_THE_KERNEL.stream().noneMatch(real::startsWith);
    }

    private static boolean isInside(Path path, List<Path> folders) {
        return folders.stream().anyMatch(folder -> path.startsWith(folder) && !path.equals(folder));
    }

    /** A name of a file may have line ends, which would let it write lines of the log. */
    private static String forLog(Path path) {
        return path.toString().replaceAll("\\p{Cntrl}", "?");
    }

    private static IllegalArgumentException badFolder(String option, String text, Exception cause) {
        return new IllegalArgumentException(
                option + " holds \"" + text + "\", which can't be allowed: it must be the absolute path of an existing"
                        + " folder, not / and not below /proc or /sys, such as \"/srv/files\"",
                cause);
    }
}
