/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Says to which of many networks an address belongs, as one code; the longest prefix wins. Networks that lie in each
 * other are cut into ranges that don't, so a lookup is one binary search in sorted arrays: 18 bytes for each range, and
 * no object per network. Immutable.
 *
 * <p>IPv4 and IPv6 are apart: {@code ::/0} does not hold IPv4 clients, though their mapped forms lie in it.
 */
final class NetworkTable {
    /** The code of an address that is in none of the networks. */
    static final char NONE = 0;

    /** A network and what it stands for. */
    record Entry(IpNetwork network, char code) {}

    private final long[] high;
    private final long[] low;
    private final char[] codes;

    private NetworkTable(long[] high, long[] low, char[] codes) {
        this.high = high;
        this.low = low;
        this.codes = codes;
    }

    /**
     * Builds a table.
     *
     * @throws IllegalArgumentException if one network has two codes
     */
    static NetworkTable of(List<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort((one, other) -> one.network.compareTo(other.network));
        Builder builder = new Builder(2 * sorted.size() + 3);
        boolean isV4Open = false;
        for (Entry entry : sorted) {
            if (!isV4Open && entry.network.compareTo(IpNetwork.V4) >= 0) {
                isV4Open = true;
                builder.open(entry.network.equals(IpNetwork.V4) ? entry : new Entry(IpNetwork.V4, NONE));
            }
            builder.open(entry);
        }
        if (!isV4Open) {
            builder.open(new Entry(IpNetwork.V4, NONE));
        }
        return builder.build();
    }

    /** The code of the smallest network that the address is in, or {@link #NONE}. */
    char find(IpAddress address) {
        int from = 0;
        int to = codes.length - 1;
        while (from < to) { // the first range starts at address 0, so there is always one that starts at or before
            int middle = (from + to + 1) >>> 1;
            int byHigh = Long.compareUnsigned(high[middle], address.high());
            if (byHigh < 0 || (byHigh == 0 && Long.compareUnsigned(low[middle], address.low()) <= 0)) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return codes[from];
    }

    /** Number of ranges, for the log. */
    int size() {
        return codes.length;
    }

    /** Goes through sorted networks and notes where the innermost one changes. */
    private static final class Builder {
        private final Deque<Entry> open = new ArrayDeque<>();
        private final long[] high;
        private final long[] low;
        private final char[] codes;
        private int count;

        Builder(int capacity) {
            high = new long[capacity];
            low = new long[capacity];
            codes = new char[capacity];
            note(0, 0, NONE);
        }

        void open(Entry entry) {
            while (!open.isEmpty() && open.peek().network.last().compareWith(entry.network.first()) < 0) {
                close();
            }
            if (!open.isEmpty() && open.peek().network.equals(entry.network)) {
                if (open.peek().code != entry.code) {
                    throw new IllegalArgumentException(
                            entry.network + " is there twice with different meanings; leave one of them out");
                }
                return;
            }
            open.push(entry);
            note(entry.network.first().high(), entry.network.first().low(), entry.code);
        }

        /** The innermost network ends, and what is around it goes on, unless it ended with the last of all addresses. */
        private void close() {
            IpAddress last = open.pop().network.last();
            long nextLow = last.low() + 1;
            long nextHigh = last.high() + (nextLow == 0 ? 1 : 0);
            if (nextLow != 0 || nextHigh != 0) {
                note(nextHigh, nextLow, open.isEmpty() ? NONE : open.peek().code);
            }
        }

        private void note(long startHigh, long startLow, char code) {
            boolean isSameStart = count > 0 && high[count - 1] == startHigh && low[count - 1] == startLow;
            int at = isSameStart ? count - 1 : count++;
            high[at] = startHigh;
            low[at] = startLow;
            codes[at] = code;
        }

        NetworkTable build() {
            while (!open.isEmpty()) {
                close();
            }
            return new NetworkTable(Arrays.copyOf(high, count), Arrays.copyOf(low, count), Arrays.copyOf(codes, count));
        }
    }
}
