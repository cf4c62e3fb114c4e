/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

/**
 * A network, written {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or as a single address. IPv4 networks lie within {@code
 * ::ffff:0:0/96}, as {@link IpAddress} has it.
 *
 * @param first address; its bits behind the prefix are 0
 * @param prefix number of bits that all addresses have in common, 0 to 128
 */
record IpNetwork(IpAddress first, int prefix) implements Comparable<IpNetwork> {
    /** All of IPv4. */
    static final IpNetwork V4 = new IpNetwork(IpAddress.ofV4(0), 96);

    /**
     * Reads a network.
     *
     * @param where it stands, for the message
     * @throws IllegalArgumentException if it is none, or has bits behind its prefix, as a slip of the pen would have
     */
    static IpNetwork parse(String where, String text) {
        int slash = text.indexOf('/');
        String start = slash < 0 ? text : text.substring(0, slash);
        IpAddress address = text.indexOf('%') < 0 ? IpAddress.parse(start) : null;
        boolean isDotted = start.indexOf(':') < 0;
        int width = isDotted ? 32 : 128;
        int bits = slash < 0 ? width : parseBits(text.substring(slash + 1));
        if (address == null || bits < 0 || bits > width) {
            throw new IllegalArgumentException(where + " holds \"" + text
                    + "\", which is no network: an address, / and the number of its leading bits, up to 32 with IPv4 and"
                    + " 128 with IPv6, such as \"10.0.0.0/8\" or \"2001:db8::/32\"");
        }
        int prefix = isDotted ? 96 + bits : bits;
        IpAddress first = new IpAddress(address.high() & mask(prefix), address.low() & mask(prefix - 64));
        if (!first.equals(address)) {
            throw new IllegalArgumentException(where + " holds \"" + text + "\", whose address has more than its first "
                    + bits + " bits set; write \"" + first + "/" + bits + "\"");
        }
        return new IpNetwork(first, prefix);
    }

    IpAddress last() {
        return new IpAddress(first.high() | ~mask(prefix), first.low() | ~mask(prefix - 64));
    }

    /** By first address, and the wider one before those inside of it. */
    @Override
    public int compareTo(IpNetwork other) {
        int byStart = first.compareWith(other.first);
        return byStart != 0 ? byStart : Integer.compare(prefix, other.prefix);
    }

    @Override
    public String toString() {
        return first + "/" + (first.isV4() && prefix >= 96 ? prefix - 96 : prefix);
    }

    /** The given number of leading ones, 0 to 64; more or fewer are as many as there can be. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
    }

    private static int parseBits(String text) {
        boolean isNumber = text.matches("0|[1-9][0-9]{0,2}");
        return isNumber ? Integer.parseInt(text) : -1;
    }
}
