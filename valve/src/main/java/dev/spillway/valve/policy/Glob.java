/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.Arrays;

/**
 * A pattern of paths or of header values: {@code *} stands for any characters but the slash, {@code **} for any
 * characters, {@code ?} for one character but the slash; all others stand for themselves.
 *
 * <p>Matching takes at most length of the text times length of the pattern steps, whatever a client sends: all ways
 * through the pattern are followed at once, none is tried and taken back as in a regular expression.
 */
public final class Glob {
    private static final int ONE = -1;
    private static final int MANY = -2;
    private static final int ALL = -3;

    private final String prefix;
    /** What comes after the prefix: characters that stand for themselves, and wildcards. */
    private final int[] steps;

    private Glob(String prefix, int[] steps) {
        this.prefix = prefix;
        this.steps = steps;
    }

    /**
     * Reads a pattern of paths.
     *
     * @param where it stands, for the message
     * @throws IllegalArgumentException if it does not begin with a slash or a star, and so matches no path
     */
    public static Glob ofPath(String where, String glob) {
        if (!glob.startsWith("/") && !glob.startsWith("*")) {
            throw new IllegalArgumentException(where + " holds \"" + glob
                    + "\", which matches no path: it must begin with / or *, such as \"/downloads/**\" or \"**.iso\"");
        }
        return of(glob);
    }

    /** Reads a pattern of any text. */
    static Glob of(String glob) {
        int plain = 0;
        while (plain < glob.length() && glob.charAt(plain) != '*' && glob.charAt(plain) != '?') {
            plain++;
        }
        int[] steps = new int[glob.length() - plain];
        int count = 0;
        int c;
        for (int i = plain; i < glob.length(); i += Character.charCount(c)) {
            c = glob.codePointAt(i);
            if (glob.startsWith("**", i)) {
                steps[count++] = ALL;
                i++;
            } else {
                steps[count++] = c == '*' ? MANY : c == '?' ? ONE : c;
            }
        }
        return new Glob(glob.substring(0, plain), Arrays.copyOf(steps, count));
    }

    /** Whether the whole text is what the pattern says. */
    public boolean matches(String text) {
        if (!text.startsWith(prefix)) {
            return false;
        }
        // reached[i]: the text so far can be what the first i steps stand for.
        boolean[] reached = new boolean[steps.length + 1];
        reached[0] = true;
        skipWildcards(reached);
        int c;
        for (int at = prefix.length(); at < text.length(); at += Character.charCount(c)) {
            if (isSettled(reached)) {
                return true;
            }
            c = text.codePointAt(at);
            if (!advance(reached, c)) {
                return false;
            }
        }
        return reached[steps.length];
    }

    /** Whether a double star at the end takes the rest, whatever it is. */
    private boolean isSettled(boolean[] reached) {
        return steps.length > 0 && steps[steps.length - 1] == ALL && reached[steps.length - 1];
    }

    /** Takes one more character; false if nothing can match any more. */
    private boolean advance(boolean[] reached, int c) {
        boolean isAlive = false;
        for (int i = steps.length; i >= 0; i--) { // backwards, as each looks at what was reached before it
            boolean stays = i < steps.length && reached[i] && (steps[i] == ALL || (steps[i] == MANY && c != '/'));
            boolean arrives = i > 0 && reached[i - 1] && (steps[i - 1] == c || (steps[i - 1] == ONE && c != '/'));
            reached[i] = stays || arrives;
            isAlive |= reached[i];
        }
        skipWildcards(reached);
        return isAlive;
    }

    /** Stars may stand for nothing. */
    private void skipWildcards(boolean[] reached) {
        for (int i = 0; i < steps.length; i++) {
            if (reached[i] && (steps[i] == MANY || steps[i] == ALL)) {
                reached[i + 1] = true;
            }
        }
    }
}
