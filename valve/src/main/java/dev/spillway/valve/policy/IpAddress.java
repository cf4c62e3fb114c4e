/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

/**
 * An IPv4 or IPv6 address as 128 bits. An IPv4 address and its IPv4-mapped form ({@code ::ffff:192.0.2.1}, RFC 4291
 * section 2.5.5.2) are the same address: which of the two Java shows depends on how the socket was opened.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
record IpAddress(long high, long low) {
    private static final int LONGEST_V6 = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();

    /**
     * Reads an address in one of the forms of RFC 4291 section 2.2 or as four decimal numbers without leading zeros.
     * Never asks a name server. The zone of an IPv6 address ({@code fe80::1%eth0}) is left out.
     *
     * @return null if the text is no address
     */
    static IpAddress parse(String text) {
        if (text == null) {
            return null;
        }
        if (text.indexOf(':') < 0) {
            return AddressReader.readV4(text);
        }
        int zone = text.indexOf('%');
        int end = zone < 0 ? text.length() : zone;
        return end > LONGEST_V6 ? null : AddressReader.readV6(text.substring(0, end));
    }

    static IpAddress ofV4(int bits) {
        return new IpAddress(0, 0xFFFF_0000_0000L | (bits & 0xFFFF_FFFFL));
    }

    boolean isV4() {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /**
     * One number for one client: the address itself with IPv4, the network of 64 bits with IPv6, of which a single
     * subscriber has at least one (RFC 6177). IPv4 has numbers in a block of IPv6 that is assigned to nobody.
     */
    long clientKey() {
        return isV4() ? (1L << 32) | (low & 0xFFFF_FFFFL) : high;
    }

    /** Less than, equal to or greater than 0 as this address comes before, is, or comes after the other. */
    int compareWith(IpAddress other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** IPv4 as four decimal numbers, IPv6 as eight groups of four lower case hexadecimal digits. */
    @Override
    public String toString() {
        if (isV4()) {
            int bits = (int) low;
            return (bits >>> 24) + "." + ((bits >>> 16) & 0xFF) + "." + ((bits >>> 8) & 0xFF) + "." + (bits & 0xFF);
        }
        StringBuilder text = new StringBuilder(39);
        for (int group = 0; group < 8; group++) {
            long half = group < 4 ? high : low;
            int bits = (int) (half >>> (48 - 16 * (group % 4))) & 0xFFFF;
            text.append(group == 0 ? "" : ":").append(Integer.toHexString(0x1_0000 | bits), 1, 5);
        }
        return text.toString();
    }
}
