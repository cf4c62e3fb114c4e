/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import dev.spillway.manager.api.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stands in parentheses behind the name of a policy: {@code name(plain values key=value key=list of values)}. Every
 * method throws an {@link IllegalArgumentException} that names policy, parameter, value and what is allowed.
 */
public final class PolicyParameters {
    /** The name of the values that stand before the first key. */
    public static final String PLAIN = "";

    private final String policy;
    private final Map<String, List<String>> values;
    private final Set<String> askedFor = new HashSet<>();

    /**
     * Makes parameters, for tests of policies.
     *
     * @param policy its name, for messages
     * @param values by key; those without a key are under {@link #PLAIN}
     */
    public PolicyParameters(String policy, Map<String, List<String>> values) {
        this.policy = policy;
        this.values = Map.copyOf(values);
    }

    /** All values of a key, or none. */
    public List<String> list(String key) {
        askedFor.add(key);
        return values.getOrDefault(key, List.of());
    }

    public boolean has(String key) {
        return !list(key).isEmpty();
    }

    /** The one value of a key that must be there. */
    public String text(String key) {
        List<String> list = list(key);
        if (list.size() != 1) {
            throw new IllegalArgumentException(policy + " needs " + key + " with one value, and has " + list
                    + ", such as " + policy + "(" + key + "=value); one with blanks or commas stands in single quotes");
        }
        return list.get(0);
    }

    /** The one value of a key, or what holds without it. */
    public String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    /** One of a few words, the first of which holds if there is none. */
    public String choice(String key, String... words) {
        String text = text(key, words[0]);
        if (!Arrays.asList(words).contains(text)) {
            throw refusal(key, text, "must be one of " + String.join(", ", words));
        }
        return text;
    }

    /** A whole number; bounds are inclusive. */
    public int number(String key, int otherwise, int least, int most) {
        String text = text(key, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Not a number, and one out of bounds, get the same message.
        }
        throw refusal(key, text, "must be a number from " + least + " to " + most + ", such as " + otherwise);
    }

    /** A number of bytes as in {@link Settings#bytes}. */
    public long bytes(String key, String otherwise) {
        return Settings.bytes(policy + ": " + key, text(key, otherwise));
    }

    /** A length of time as in {@link Settings#duration}; bounds are inclusive. */
    public Duration duration(String key, String otherwise, Duration least, Duration most) {
        String text = text(key, otherwise);
        Duration duration = Settings.duration(policy + ": " + key, text);
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw refusal(
                    key,
                    text,
                    "must be a time from " + least.toMillis() + "ms to " + most.toSeconds() + "s, such as "
                            + otherwise);
        }
        return duration;
    }

    /** The path of a file; a relative one starts at {@code catalina.base}. */
    public Path file(String key) {
        return Path.of(System.getProperty("catalina.base", ""))
                .resolve(text(key))
                .toAbsolutePath();
    }

    /** An exception for a value that a policy can't work with. */
    public IllegalArgumentException refusal(String key, String value, String why) {
        String name = key.equals(PLAIN) ? "\"" : key + "=\"";
        return new IllegalArgumentException(policy + " holds " + name + value + "\", which " + why);
    }

    /** Refuses what no one has asked for: it is misspelled, or meant for another policy. */
    void refuseRest() {
        Set<String> rest = new TreeSet<>(values.keySet());
        rest.removeAll(askedFor);
        if (!rest.isEmpty()) {
            String first = rest.iterator().next();
            throw refusal(first, String.join(" ", values.get(first)), knownKeys());
        }
    }

    private String knownKeys() {
        Set<String> known = new TreeSet<>(askedFor);
        boolean hasPlain = known.remove(PLAIN);
        return "it does not know; it takes "
                + (hasPlain ? "values without a key" + (known.isEmpty() ? "" : " and ") : "")
                + (known.isEmpty()
                        ? (hasPlain ? "" : "no parameters but paths and onRefusal")
                        : String.join(", ", known));
    }
}
