/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.store;

import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Many files as one, so that a thousand small ones cost one transfer: a ZIP archive of stored entries with plain names. What it unpacks to is never larger than
 * the archive itself.
 */
public final class Bundle {
    /** MIME type by which terminals know it. */
    public static final String TYPE = "application/vnd.spillway.bundle+zip";

    /** Most files in one. */
    public static final int MOST_FILES = 100_000;

    /** A file that came out of one. */
    public record Member(String name, long bytes, Sha256 digest) {}

    private Bundle() {}

    /** Packs files, which must not change meanwhile, under their own names. */
    public static void pack(List<Path> files, OutputStream target) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(target)) {
            for (Path file : files) {
                ZipEntry entry = new ZipEntry(file.getFileName().toString());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(Files.size(file));
                entry.setCrc(crc(file));
                // The same files make the same bundle.
                entry.setTime(0);
                out.putNextEntry(entry);
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
            }
        }
        return crc.getValue();
    }

    /**
     * Unpacks into a folder of working files, out of which each then appears under its name in one step.
     *
     * @param working on the same file system as the target
     * @throws IOException if it is no bundle, has names that are not plain or twice there, or the disk does not take it
     */
    public static List<Member> unpack(Path bundle, Path working, Path target) throws IOException {
        List<Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(bundle))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                check(entry, names);
                Path file = working.resolve(entry.getName() + ".out");
                MessageDigest digest = Sha256.start();
                long bytes = Files.copy(new DigestInputStream(in, digest), file, StandardCopyOption.REPLACE_EXISTING);
                members.add(new Member(entry.getName(), bytes, Sha256.of(digest.digest())));
            }
        }
        for (Member member : members) {
            Path place = target.resolve(member.name());
            if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(place + " is a folder, so no file can appear there");
            }
            Files.move(
                    working.resolve(member.name() + ".out"),
                    place,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return members;
    }

    private static void check(ZipEntry entry, Set<String> names) throws IOException {
        try {
            FileSpec.checkName(entry.getName());
        } catch (IllegalArgumentException e) {
            throw new IOException("the bundle has a file of a name that is not plain", e);
        }
        if (entry.getMethod() != ZipEntry.STORED || !names.add(entry.getName()) || names.size() > MOST_FILES) {
            throw new IOException("the bundle is none of ours: compressed, a name twice, or too many files");
        }
    }
}
