/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.regex.Pattern;

/**
 * What a signed link looks like, and what is signed. The link is
 *
 * <pre>{@code path?query&expires=SECONDS&signature=SIGNATURE}</pre>
 *
 * with the seconds since 1970-01-01T00:00:00Z in decimal. Signed are the bytes in UTF-8 of
 *
 * <pre>{@code spillway-link-1 LF SECONDS LF ADDRESS LF QUERY LF PATH}</pre>
 *
 * LF is one line feed. The address is empty if the link is good for any client. The query is what is left, byte by byte
 * as it is in the link, when both parameters are taken out; the path is decoded. As only the path can hold a line feed,
 * and is the last, no two links have the same text.
 *
 * @param expires name of the parameter
 * @param signature name of the parameter
 */
record LinkFormat(String expires, String signature) {
    /** Until the year 5138: more can't be meant, and the number stays far from an overflow. */
    static final long MOST_SECONDS = 99_999_999_999L;

    private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z0-9_.~-]{1,64}");
    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,10}");

    /** Stands below the patterns, which its check needs. */
    static final LinkFormat DEFAULT = new LinkFormat("expires", "signature");

    LinkFormat {
        if (!isName(expires) || !isName(signature) || expires.equals(signature)) {
            throw new IllegalArgumentException("signed: expires=\"" + expires + "\" and signature=\"" + signature
                    + "\" must be two different names of up to 64 letters, digits and _.~-, such as \"e\" and \"s\"");
        }
    }

    private static boolean isName(String name) {
        return PARAMETER_NAME.matcher(name).matches();
    }

    /**
     * What a request says about its link.
     *
     * @param rest of the query
     * @param seconds when it expires
     */
    record Claim(String rest, long seconds, String signature) {}

    /**
     * Takes a query apart. A parameter that is there twice belongs, the second time, to the rest, which then is not what
     * was signed.
     *
     * @return null if one of the parameters is missing, or the time is no number
     */
    Claim read(String query) {
        StringBuilder rest = new StringBuilder();
        String seconds = null;
        String signed = null;
        int parts = 0;
        int start = 0;
        while (query != null && start <= query.length()) {
            int ampersand = query.indexOf('&', start);
            int end = ampersand < 0 ? query.length() : ampersand;
            if (isParameter(expires, query, start, end) && seconds == null) {
                seconds = query.substring(start + expires.length() + 1, end);
            } else if (isParameter(signature, query, start, end) && signed == null) {
                signed = query.substring(start + signature.length() + 1, end);
            } else {
                rest.append(parts++ == 0 ? "" : "&").append(query, start, end);
            }
            start = end + 1;
        }
        boolean isComplete =
                seconds != null && signed != null && SECONDS.matcher(seconds).matches();
        return isComplete ? new Claim(rest.toString(), Long.parseLong(seconds), signed) : null;
    }

    private static boolean isParameter(String name, String query, int start, int end) {
        int equals = start + name.length();
        return equals < end && query.charAt(equals) == '=' && query.startsWith(name, start);
    }

    /**
     * The text that is signed.
     *
     * @param address of the client, or empty for any
     */
    static String message(String path, String rest, long seconds, String address) {
        return "spillway-link-1\n" + seconds + '\n' + address + '\n' + rest + '\n' + path;
    }
}
