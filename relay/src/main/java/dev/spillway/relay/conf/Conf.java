/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.conf;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Reads options out of a file of properties; every error names option, value, and what is allowed. */
public final class Conf {
    private final Path file;
    private final Properties properties = new Properties();
    private final Set<String> asked = new HashSet<>();

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     */
    public Conf(Path file) throws IOException {
        this.file = file;
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
    }

    /** A text; empty if it is not there, or empty. */
    public Optional<String> text(String name) {
        asked.add(name);
        return Optional.ofNullable(properties.getProperty(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** A text that must be there. */
    public String needed(String name, String example) {
        return text(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        file + ": " + name + " is missing: give one, such as " + name + "=" + example));
    }

    /** A secret, from the option itself or the file that {@code NAME.file} names, so that it need not stand here. */
    public Optional<String> secret(String name) {
        Optional<String> elsewhere = text(name + ".file");
        if (elsewhere.isEmpty()) {
            return text(name);
        }
        try {
            return Optional.of(Files.readString(path(elsewhere.get())).strip());
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": " + name + ".file cannot be read: " + e, e);
        }
    }

    /** A list, separated by commas. */
    public List<String> list(String name) {
        return Arrays.stream(text(name).orElse("").split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** A number. */
    public long number(String name, long usual, long least, long most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                file + ": " + name + "=" + text.get() + " is not a number from " + least + " to " + most);
    }

    /** A time in seconds, which may have a fraction. */
    public Duration seconds(String name, double usual, double least, double most) {
        String text = text(name).orElse(Double.toString(usual));
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return Duration.ofMillis(Math.round(value * 1_000));
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                file + ": " + name + "=" + text + " is not a number of seconds from " + least + " to " + most);
    }

    public boolean flag(String name, boolean usual) {
        String text = text(name).orElse(Boolean.toString(usual));
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException(file + ": " + name + "=" + text + " is neither true nor false");
    }

    /** An address of a node: HTTP or HTTPS, a host, a path, and nothing else. */
    public static URI node(String name, String text) {
        try {
            URI uri = URI.create(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException(name + "=" + text + " is no address: give http(s)://host[:port]/path");
    }

    /** A path, relative to the file that it stands in. */
    public Path path(String text) {
        return file.toAbsolutePath().getParent().resolve(text).normalize();
    }

    /** Refuses what nobody has asked for: it is most likely misspelt. */
    public void refuseUnknown() {
        Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
        unknown.removeAll(asked);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(file + ": unknown options " + unknown + "; see docs/relay.md");
        }
    }
}
