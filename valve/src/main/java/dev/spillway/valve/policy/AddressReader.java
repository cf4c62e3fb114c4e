/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

/** Reads one address from its text; see {@link IpAddress#parse} for what it takes. */
final class AddressReader {
    private static final int NO_GAP = -1;

    private final String text;
    private final int[] groups = new int[8];
    private int at;
    private int count;
    private int gap = NO_GAP;

    private AddressReader(String text) {
        this.text = text;
    }

    /** Four decimal numbers; null if it is something else. */
    static IpAddress readV4(String text) {
        long bits = new AddressReader(text).quad();
        return bits < 0 ? null : IpAddress.ofV4((int) bits);
    }

    /** Hexadecimal groups without a zone; null if it is something else. */
    static IpAddress readV6(String text) {
        AddressReader reader = new AddressReader(text);
        return reader.readGroups() ? reader.result() : null;
    }

    /** Four decimal numbers from here to the end, or -1. */
    private long quad() {
        long bits = 0;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && !takes('.')) {
                return -1;
            }
            int value = octet();
            if (value < 0) {
                return -1;
            }
            bits = (bits << 8) | value;
        }
        return at == text.length() ? bits : -1;
    }

    /** A decimal number up to 255, or -1. One with a leading zero is octal for some, so it is refused. */
    private int octet() {
        int start = at;
        int value = 0;
        while (at < text.length() && at - start < 3 && isDigit(text.charAt(at))) {
            value = value * 10 + text.charAt(at++) - '0';
        }
        boolean hasLeadingZero = at - start > 1 && text.charAt(start) == '0';
        return at == start || hasLeadingZero || value > 255 ? -1 : value;
    }

    private boolean readGroups() {
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        boolean isGood = true;
        while (isGood && at < text.length()) {
            isGood = readGroup() && (at == text.length() || readColons());
        }
        return isGood && (gap == NO_GAP ? count == 8 : count < 8);
    }

    /** Up to four hexadecimal digits, or an IPv4 address at the end. */
    private boolean readGroup() {
        int end = at;
        while (end < text.length() && end - at < 4 && isHexDigit(text.charAt(end))) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == '.' && count <= 6) {
            long v4 = quad();
            groups[count++] = (int) (v4 >>> 16) & 0xFFFF;
            groups[count++] = (int) v4 & 0xFFFF;
            return v4 >= 0;
        }
        if (end == at || count == 8) {
            return false;
        }
        groups[count++] = Integer.parseInt(text, at, end, 16);
        at = end;
        return true;
    }

    /** One colon with something behind it, or the only double colon. */
    private boolean readColons() {
        if (!takes(':') || at == text.length()) {
            return false;
        }
        if (takes(':')) {
            boolean isFirst = gap == NO_GAP;
            gap = count;
            return isFirst;
        }
        return true;
    }

    /** Puts the zeros that the double colon stands for where it stood. */
    private IpAddress result() {
        long high = 0;
        long low = 0;
        for (int i = 0; i < count; i++) {
            int place = gap != NO_GAP && i >= gap ? i + 8 - count : i;
            long bits = (long) groups[i] << (48 - 16 * (place % 4));
            high |= place < 4 ? bits : 0;
            low |= place < 4 ? 0 : bits;
        }
        return new IpAddress(high, low);
    }

    private boolean takes(char c) {
        boolean isThere = at < text.length() && text.charAt(at) == c;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHexDigit(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
