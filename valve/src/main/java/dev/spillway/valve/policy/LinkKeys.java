/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of signed links: the first one signs, each of them is good when a signature is checked, so that keys can be
 * changed without breaking links that are on their way. HMAC-SHA256 (RFC 2104, RFC 6234), written in base64url without
 * padding (RFC 4648 section 5).
 */
final class LinkKeys {
    /** The length of the hash; shorter keys weaken the signature (RFC 2104 section 3). */
    static final int LEAST_BYTES = 32;

    /** Each key is tried on a wrong signature, so there is a bound to the work that one can cause. */
    static final int MOST_KEYS = 8;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
    private static final String CURE = "; make one with: openssl rand -base64 32";

    private final List<SecretKeySpec> keys;

    private LinkKeys(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * Reads keys in base64, separated by white space or commas.
     *
     * @throws IllegalArgumentException if there is none, too many, or one too short; never shows a key
     */
    static LinkKeys parse(String text) {
        List<SecretKeySpec> keys = new ArrayList<>();
        SEPARATOR
                .splitAsStream(text)
                .filter(item -> !item.isEmpty())
                .forEach(item -> keys.add(parseKey("key " + (keys.size() + 1), item)));
        if (keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException(
                    "there are " + keys.size() + " keys, and must be 1 to " + MOST_KEYS + " in base64" + CURE);
        }
        return new LinkKeys(List.copyOf(keys));
    }

    /** Reads keys from a file: in base64, one in each line; lines that begin with {@code #} are skipped. */
    static LinkKeys read(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                text.append(line).append('\n');
            }
        }
        return parse(text.toString());
    }

    private static SecretKeySpec parseKey(String which, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // The cause is left out, as its message shows a part of the key.
            throw new IllegalArgumentException(which + " is not in base64" + CURE);
        }
        if (bytes.length < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    which + " has " + bytes.length + " bytes, and needs at least " + LEAST_BYTES + CURE);
        }
        SecretKeySpec key = new SecretKeySpec(bytes, ALGORITHM);
        Arrays.fill(bytes, (byte) 0);
        return key;
    }

    /** Signs with the first key. */
    String sign(String message) {
        return new String(signature(keys.get(0), message.getBytes(StandardCharsets.UTF_8)), StandardCharsets.US_ASCII);
    }

    /** Whether one of the keys has made the signature. How long it takes does not depend on how much of it is right. */
    boolean isSigned(String message, String signature) {
        byte[] messageBytes = message.getBytes(StandardCharsets.UTF_8);
        byte[] given = signature.getBytes(StandardCharsets.UTF_8);
        boolean isGood = false;
        for (SecretKeySpec key : keys) {
            isGood |= MessageDigest.isEqual(signature(key, messageBytes), given);
        }
        return isGood;
    }

    private static byte[] signature(SecretKeySpec key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder().withoutPadding().encode(mac.doFinal(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing, which every JDK has", e);
        }
    }
}
