/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Users and passwords by host from a {@code .netrc} file: {@code machine}, {@code default}, {@code login}, {@code password}; macros are passed over. */
public final class Netrc {
    private static final long MOST_BYTES = 1 << 20;

    private final Map<String, Credentials> machines;
    private final Optional<Credentials> others;

    private Netrc(Map<String, Credentials> machines, Optional<Credentials> others) {
        this.machines = machines;
        this.others = others;
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read or has no proper form; the message never holds any of its words
     */
    public static Netrc read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
        }
        try {
            return parse(Files.readAllLines(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not a proper .netrc: " + e.getMessage(), e);
        }
    }

    private static Netrc parse(List<String> lines) {
        Map<String, Credentials> machines = new HashMap<>();
        Optional<Credentials> others = Optional.empty();
        Deque<String> words = words(lines);
        while (!words.isEmpty()) {
            String word = words.removeFirst();
            switch (word) {
                case "machine" -> {
                    String host = next(words, "machine").toLowerCase(Locale.ROOT);
                    machines.putIfAbsent(host, entry(words));
                }
                case "default" -> others = others.or(() -> Optional.of(entry(words)));
                default -> throw new IllegalArgumentException("a word stands where machine or default should");
            }
        }
        return new Netrc(machines, others);
    }

    /** All words but comments and macros; a macro ends at an empty line. */
    private static Deque<String> words(List<String> lines) {
        Deque<String> words = new ArrayDeque<>();
        boolean inMacro = false;
        for (String line : lines) {
            String text = line.strip();
            inMacro = (inMacro && !text.isEmpty()) || text.startsWith("macdef ");
            if (!inMacro && !text.isEmpty() && !text.startsWith("#")) {
                words.addAll(List.of(text.split("\\s+")));
            }
        }
        return words;
    }

    private static Credentials entry(Deque<String> words) {
        String user = "";
        String password = "";
        while (!words.isEmpty() && List.of("login", "password", "account").contains(words.peekFirst())) {
            String key = words.removeFirst();
            String value = next(words, key);
            user = key.equals("login") ? value : user;
            password = key.equals("password") ? value : password;
        }
        return new Credentials(user, password);
    }

    private static String next(Deque<String> words, String key) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("the file ends after the word " + key);
        }
        return words.removeFirst();
    }

    /** The credentials for a host, if there are any. */
    public Optional<Credentials> forHost(String host) {
        return Optional.ofNullable(machines.get(host.toLowerCase(Locale.ROOT))).or(() -> others);
    }
}
