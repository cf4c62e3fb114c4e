/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/**
 * On whose behalf and under which terms a download is made. Strings and numbers only, and all of them short, so that it
 * holds nothing of the request, fits into a message, and ten thousand of them take a bounded amount of memory. A string
 * that is too long is cut, and ends in "..."; null counts as empty, which says that there is nothing to say.
 *
 * @param client address of the client, as the host knows it; up to 64 characters
 * @param user the authenticated user, up to 256 characters
 * @param uri of the request, without the query; up to 1,024 characters
 * @param range what of the file was asked for, as in "0-99/1000"; up to 256 characters
 * @param rule name of the rule that the download falls under, up to 64 characters; {@link Limits} may have a limit for it
 * @param priority {@link #MIN_PRIORITY} to {@link #MAX_PRIORITY}; a greater one comes sooner, where priorities count
 * @param bytesPerSecond limit of the rate of this download, 0 for none of its own
 * @param limitAfter bytes that are sent before that limit sets in, 0 or more
 */
public record Terms(
        String client,
        String user,
        String uri,
        String range,
        String rule,
        int priority,
        long bytesPerSecond,
        long limitAfter) {
    /** Least value of {@link #priority}. */
    public static final int MIN_PRIORITY = 0;

    /** Greatest value of {@link #priority}. */
    public static final int MAX_PRIORITY = 9;

    /** The {@link #priority} of those of whom nothing was said. */
    public static final int USUAL_PRIORITY = 5;

    /** Nothing is known, and nothing is limited. */
    public static final Terms NONE = new Terms("", "", "", "", "", USUAL_PRIORITY, 0, 0);

    public Terms {
        client = cut(client, 64);
        user = cut(user, 256);
        uri = cut(uri, 1024);
        range = cut(range, 256);
        rule = cut(rule, 64);
        checkPriority(priority);
        Limits.checkRate("bytesPerSecond", bytesPerSecond);
        Limits.checkRate("limitAfter", limitAfter);
    }

    /** Terms of a client of whom nothing more is known. */
    public static Terms ofClient(String client) {
        return NONE.withClient(client);
    }

    public Terms withClient(String value) {
        return new Terms(value, user, uri, range, rule, priority, bytesPerSecond, limitAfter);
    }

    public Terms withUser(String value) {
        return new Terms(client, value, uri, range, rule, priority, bytesPerSecond, limitAfter);
    }

    public Terms withRequest(String newUri, String newRange) {
        return new Terms(client, user, newUri, newRange, rule, priority, bytesPerSecond, limitAfter);
    }

    public Terms withRule(String value) {
        return new Terms(client, user, uri, range, value, priority, bytesPerSecond, limitAfter);
    }

    public Terms withPriority(int value) {
        return new Terms(client, user, uri, range, rule, value, bytesPerSecond, limitAfter);
    }

    /**
     * The same with another limit of the rate.
     *
     * @param newBytesPerSecond 0 for none
     * @param newLimitAfter bytes that are sent before it sets in
     */
    public Terms withRate(long newBytesPerSecond, long newLimitAfter) {
        return new Terms(client, user, uri, range, rule, priority, newBytesPerSecond, newLimitAfter);
    }

    /** Refuses what is no priority with an {@link IllegalArgumentException}. */
    public static void checkPriority(int priority) {
        if (priority < MIN_PRIORITY || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException(
                    Settings.outOfBounds("priority", priority, MIN_PRIORITY, MAX_PRIORITY, "5"));
        }
    }

    private static String cut(String value, int maxChars) {
        if (value == null) {
            return "";
        }
        return value.length() <= maxChars ? value : value.substring(0, maxChars - 3) + "...";
    }
}
