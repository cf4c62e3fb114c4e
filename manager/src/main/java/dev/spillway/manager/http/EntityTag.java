/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An entity tag, RFC 9110 section 8.8.3.
 *
 * @param opaque what stands between the quotes: visible ISO-8859-1 characters but the double quote; may be empty
 * @param weak whether equal tags promise only equivalent content, not the same bytes
 */
public record EntityTag(String opaque, boolean weak) {

    /**
     * For how long a file must not have changed before its size and time identify its bytes. Longer than the coarsest
     * time stamps in use, the 2 s of FAT.
     */
    static final Duration SETTLING_TIME = Duration.ofSeconds(3);

    private static final String WEAK_PREFIX = "W/";

    /** @throws IllegalArgumentException if the opaque part has a character that it must not have */
    public EntityTag {
        if (!opaque.chars().allMatch(EntityTag::isTagChar)) {
            throw new IllegalArgumentException("opaque has a quote, a space, or a character that is not visible");
        }
    }

    /**
     * A tag for a file whose application gave none.
     *
     * <p>It is strong, so that a client can resume by it ({@link IfRange}), once the file has been left alone for 3
     * seconds: whatever is written later then gets a later time stamp and so another tag. Before that it is weak,
     * because a second write may leave time and size as they are. What this cannot see is a program that writes as many
     * other bytes and then sets the old time back by hand, and a file server whose clock is far behind.
     *
     * @param size in bytes
     * @param lastModified with all the precision that the file system gives
     * @param fileKey {@link java.nio.file.attribute.BasicFileAttributes#fileKey()}, which tells a file from another one
     *     of the same size and time that was moved into its place; empty where several hosts serve copies of one file,
     *     which must have the same tag. Only a digest of it is shown.
     * @param now time of the answer
     */
    public static EntityTag ofFile(long size, Instant lastModified, Optional<Object> fileKey, Instant now) {
        String opaque = Long.toHexString(size)
                + '-'
                + Long.toHexString(lastModified.getEpochSecond())
                + '-'
                + Integer.toHexString(lastModified.getNano())
                + fileKey.map(key -> '-' + digest(key.toString())).orElse("");
        return new EntityTag(opaque, lastModified.plus(SETTLING_TIME).isAfter(now));
    }

    /** Reads one tag as a header field has it; empty if the syntax is broken. */
    public static Optional<EntityTag> parse(String text) {
        boolean weak = text.startsWith(WEAK_PREFIX);
        String quoted = weak ? text.substring(WEAK_PREFIX.length()) : text;
        if (quoted.length() < 2 || !quoted.startsWith("\"") || !quoted.endsWith("\"")) {
            return Optional.empty();
        }
        String opaque = quoted.substring(1, quoted.length() - 1);
        return opaque.chars().allMatch(EntityTag::isTagChar)
                ? Optional.of(new EntityTag(opaque, weak))
                : Optional.empty();
    }

    /** As a header field has it: {@code "abc"} or {@code W/"abc"}. */
    public String format() {
        return (weak ? WEAK_PREFIX : "") + '"' + opaque + '"';
    }

    /** Strong comparison, RFC 9110 section 8.8.3.2: a weak tag matches nothing, not even itself. */
    public boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Weak comparison, RFC 9110 section 8.8.3.2: strong or weak, the opaque parts must be equal. */
    public boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    private static boolean isTagChar(int c) {
        return c > ' ' && c <= 0xFF && c != '"' && c != 0x7F;
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Long.toHexString(ByteBuffer.wrap(hash).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
