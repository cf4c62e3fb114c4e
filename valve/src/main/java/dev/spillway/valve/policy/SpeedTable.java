/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How fast clients took their last downloads (SYSTEMS.md A2 "connection speed"), by {@link IpAddress#clientKey}. Its
 * memory is taken once, 20 bytes for each client, and never grows: clients are dealt out to sets of eight by a secret
 * hash, and in a full set the one measured longest ago makes way. What is older than a given age is not known any more.
 *
 * <p>A table by client without a bound is a way to exhaust the server (CVE-2024-8184, CVE-2024-9823).
 */
final class SpeedTable {
    private static final int SET_SIZE = 8;
    private static final int LOCKS = 64;

    /** The rate of a client that was not measured lately. */
    static final double UNKNOWN = -1;

    private final long[] keys;
    private final float[] rates; // bytes per second; 0 is an empty entry
    private final long[] measuredAt; // nanoseconds
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];
    private final long hashSeed = ThreadLocalRandom.current().nextLong();
    private final int setMask;
    private final long maxAgeNanos;
    private final LongSupplier nanoTime;

    /**
     * Makes an empty table.
     *
     * @param clients most entries, 16 or more; rounded up to a power of two
     * @param maxAge after which a measurement is forgotten
     */
    SpeedTable(int clients, Duration maxAge, LongSupplier nanoTime) {
        int sets = Integer.highestOneBit((clients - 1) / SET_SIZE) * 2;
        keys = new long[sets * SET_SIZE];
        rates = new float[sets * SET_SIZE];
        measuredAt = new long[sets * SET_SIZE];
        setMask = sets - 1;
        maxAgeNanos = maxAge.toNanos();
        this.nanoTime = nanoTime;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /**
     * Notes a measurement; half of what is known then comes from it, half from those before. Never waits, as it is
     * called by threads that serve many clients: if the set is in use right now, the measurement is lost.
     *
     * @param bytesPerSecond more than 0
     */
    void record(IpAddress client, double bytesPerSecond) {
        long key = client.clientKey();
        int set = setOf(key);
        ReentrantLock lock = locks[set % LOCKS];
        if (lock.tryLock()) {
            try {
                long now = nanoTime.getAsLong();
                int at = placeFor(key, set, now);
                boolean isKnown = isFresh(at, now) && keys[at] == key;
                float rate = (float) (isKnown ? (rates[at] + bytesPerSecond) / 2 : bytesPerSecond);
                keys[at] = key;
                rates[at] = Math.max(Float.MIN_NORMAL, rate);
                measuredAt[at] = now;
            } finally {
                lock.unlock();
            }
        }
    }

    /** The rate of a client in bytes per second, or {@link #UNKNOWN}. */
    double rateOf(IpAddress client) {
        long key = client.clientKey();
        int set = setOf(key);
        ReentrantLock lock = locks[set % LOCKS];
        lock.lock();
        try {
            int at = find(key, set);
            return at >= 0 && isFresh(at, nanoTime.getAsLong()) ? rates[at] : UNKNOWN;
        } finally {
            lock.unlock();
        }
    }

    /** Most clients that can be known at once. */
    int capacity() {
        return keys.length;
    }

    private int find(long key, int set) {
        for (int at = set * SET_SIZE; at < (set + 1) * SET_SIZE; at++) {
            if (keys[at] == key && rates[at] > 0) {
                return at;
            }
        }
        return -1;
    }

    /** Where the client is, or else the entry that is empty, or else the one measured longest ago. */
    private int placeFor(long key, int set, long now) {
        int known = find(key, set);
        if (known >= 0) {
            return known;
        }
        int oldest = set * SET_SIZE;
        for (int at = oldest; at < (set + 1) * SET_SIZE; at++) {
            if (rates[at] == 0) {
                return at;
            }
            if (now - measuredAt[at] > now - measuredAt[oldest]) {
                oldest = at;
            }
        }
        return oldest;
    }

    private boolean isFresh(int at, long now) {
        return rates[at] > 0 && now - measuredAt[at] <= maxAgeNanos;
    }

    /** Which set a client is in can't be foreseen, so nobody can choose addresses that push out another's. */
    private int setOf(long key) {
        long hash = (key ^ hashSeed) * 0x9E37_79B9_7F4A_7C15L;
        hash = (hash ^ (hash >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
        return (int) (hash ^ (hash >>> 32)) & setMask;
    }
}
