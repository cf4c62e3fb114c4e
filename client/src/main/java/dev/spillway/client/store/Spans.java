/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of bytes of a file, each with its owner; neighbours of one owner are one span. Not safe for use by several threads. */
public final class Spans {
    private final TreeMap<Long, Span> byStart = new TreeMap<>();
    private long total;

    /** Number of bytes in the set. */
    public long total() {
        return total;
    }

    public boolean isEmpty() {
        return byStart.isEmpty();
    }

    /** All spans in ascending order. */
    public List<Span> all() {
        return List.copyOf(byStart.values());
    }

    /** The span with the lowest offset, or null. */
    public Span first() {
        return byStart.isEmpty() ? null : byStart.firstEntry().getValue();
    }

    /** Adds bytes; those that are there already change their owner. */
    public void add(long start, long end, int owner) {
        remove(start, end);
        long from = start;
        long to = end;
        Map.Entry<Long, Span> before = byStart.lowerEntry(start);
        if (before != null
                && before.getValue().end() == start
                && before.getValue().owner() == owner) {
            from = before.getKey();
            byStart.remove(from);
        }
        Span after = byStart.get(end);
        if (after != null && after.owner() == owner) {
            to = after.end();
            byStart.remove(end);
        }
        byStart.put(from, new Span(from, to, owner));
        total += end - start;
    }

    /** Takes bytes out, as far as they are there. */
    public void remove(long start, long end) {
        for (Span span : within(start, end)) {
            Map.Entry<Long, Span> whole = byStart.floorEntry(span.start());
            Span old = whole.getValue();
            byStart.remove(whole.getKey());
            total -= span.length();
            if (old.start() < span.start()) {
                byStart.put(old.start(), new Span(old.start(), span.start(), old.owner()));
            }
            if (span.end() < old.end()) {
                byStart.put(span.end(), new Span(span.end(), old.end(), old.owner()));
            }
        }
    }

    /** What of the bytes is there, in ascending order. */
    public List<Span> within(long start, long end) {
        List<Span> found = new ArrayList<>();
        Long from = byStart.floorKey(start);
        for (Span span : byStart.tailMap(from == null ? start : from, true).values()) {
            if (span.start() >= end) {
                break;
            }
            if (span.end() > start) {
                found.add(new Span(Math.max(start, span.start()), Math.min(end, span.end()), span.owner()));
            }
        }
        return found;
    }

    /** Whether all of the bytes are there. */
    public boolean covers(long start, long end) {
        return within(start, end).stream().mapToLong(Span::length).sum() == end - start;
    }

    /** What of the bytes is not there, in ascending order. */
    public List<Span> gaps(long start, long end) {
        List<Span> gaps = new ArrayList<>();
        long position = start;
        for (Span span : within(start, end)) {
            if (span.start() > position) {
                gaps.add(new Span(position, span.start(), Span.NOBODY));
            }
            position = span.end();
        }
        if (position < end) {
            gaps.add(new Span(position, end, Span.NOBODY));
        }
        return gaps;
    }

    /** The spans of one owner. */
    public List<Span> ownedBy(int owner) {
        return byStart.values().stream().filter(span -> span.owner() == owner).toList();
    }
}
