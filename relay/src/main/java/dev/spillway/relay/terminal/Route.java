/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.terminal;

import dev.spillway.relay.control.Addresses;
import dev.spillway.relay.control.Report;
import dev.spillway.relay.pull.Upstreams;
import dev.spillway.relay.request.DealtPlace;
import dev.spillway.relay.request.Target;
import dev.spillway.relay.request.TransportRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where a terminal fetches the pieces of one transfer: from whom a main server has said; and if none has said anything for a while, from its place in the dealt
 * tree, from others in turn, and at last from the source. Also keeps count of what came from whom. Safe for use by any number of threads.
 */
final class Route implements Upstreams {
    /** Silence of all main servers after which a terminal helps itself. */
    private static final long SILENCE_NANOS = Duration.ofMillis(1_500).toNanos();

    /** Others that are asked before the source then. */
    private static final int OTHERS = 3;

    /** Pieces that are asked of one upstream at a time: more would only come later, each of them. */
    private static final int MOST_ASKED = 2;

    /** Failures in a row that are reported at once. */
    private static final int TELLING_FAILURES = 2;

    private final String self;
    private final Runnable hurry;
    private final Runnable ranDry;
    private final Random random = new Random();
    private final Map<URI, Tally> tallies = new LinkedHashMap<>();
    private final Map<URI, String> names = new HashMap<>();
    private final Map<String, URI> places = new HashMap<>();
    private List<URI> dealt = List.of();
    private List<URI> relays = List.of();
    private URI source;
    private List<Report.Given> given = List.of();
    private long heardNanos = System.nanoTime();

    /** What came from one upstream since the last report. */
    private static final class Tally {
        int pieces;
        long bytes;
        long busyNanos;
        int bad;
        int failures;
        int asked;
        int active;
        long activeSince;

        boolean isTelling() {
            return pieces > 0 || bad > 0 || failures > 0 || busyNanos > 0;
        }
    }

    /**
     * A route.
     *
     * @param self the terminal that fetches
     * @param hurry called when there is something to report that should not wait
     * @param ranDry called when there is nothing left to do
     */
    Route(String self, TransportRequest request, Runnable hurry, Runnable ranDry) {
        this.self = self;
        this.hurry = hurry;
        this.ranDry = ranDry;
        renew(request);
    }

    /** Follows a newer request. */
    synchronized void renew(TransportRequest request) {
        source = request.source();
        names.put(source, Report.SOURCE);
        places.put(Report.SOURCE, source);
        List<URI> others = new ArrayList<>();
        for (Target target : request.targets()) {
            URI file = Addresses.pieces(target.address(), request.transfer());
            names.put(file, target.id());
            places.put(target.id(), file);
            if (target.relays() && !target.id().equals(self)) {
                others.add(file);
            }
        }
        relays = others;
        dealt = DealtPlace.of(request, self).flatMap(DealtPlace::parent).map(Target::id).map(places::get).stream()
                .toList();
    }

    /** A main server has said what to do. */
    synchronized void follow(List<Report.Given> newest) {
        given = List.copyOf(newest);
        heardNanos = System.nanoTime();
    }

    private boolean isDirected() {
        return System.nanoTime() - heardNanos < SILENCE_NANOS;
    }

    @Override
    public synchronized List<URI> of(int piece) {
        Set<URI> all = new LinkedHashSet<>();
        for (Report.Given one : given) {
            URI place = places.get(one.from());
            if (one.first() <= piece && piece < one.end() && place != null) {
                all.add(place);
            }
        }
        if (!isDirected()) {
            all.addAll(dealt);
            List<URI> others = new ArrayList<>(relays);
            Collections.shuffle(others, random);
            all.addAll(others.subList(0, Math.min(OTHERS, others.size())));
            all.remove(source);
            all.add(source);
        }
        return new ArrayList<>(all);
    }

    @Override
    public synchronized IntStream wanted(BitSet taken, int count) {
        if (!isDirected()) {
            return Upstreams.super.wanted(taken, count);
        }
        List<Integer> wanted = new ArrayList<>();
        boolean dry = true;
        for (boolean fromSource : new boolean[] {true, false}) {
            // What comes from the source comes first, for others wait for it.
            for (Report.Given one : given) {
                if (one.from().equals(Report.SOURCE) == fromSource) {
                    dry &= !addWanted(wanted, one, taken);
                }
            }
        }
        if (dry) {
            ranDry.run();
        }
        return wanted.stream().mapToInt(Integer::intValue);
    }

    /** Adds the pieces of a range that may be asked for now; false if none is left in it. */
    private boolean addWanted(List<Integer> wanted, Report.Given one, BitSet taken) {
        URI place = places.get(one.from());
        boolean free = place != null && tally(place).asked < MOST_ASKED;
        boolean any = false;
        for (int piece = taken.nextClearBit(one.first()); piece < one.end(); piece = taken.nextClearBit(piece + 1)) {
            any = true;
            if (!free) {
                break;
            }
            wanted.add(piece);
        }
        return any;
    }

    @Override
    public synchronized void asks(URI upstream) {
        tally(upstream).asked++;
    }

    @Override
    public synchronized void answered(URI upstream) {
        tally(upstream).asked--;
    }

    @Override
    public boolean mayChange() {
        return true;
    }

    @Override
    public synchronized boolean isSource(URI upstream) {
        return upstream.equals(source);
    }

    @Override
    public synchronized void begins(URI upstream) {
        Tally tally = tally(upstream);
        if (tally.active++ == 0) {
            tally.activeSince = System.nanoTime();
        }
    }

    @Override
    public synchronized void ends(URI upstream) {
        Tally tally = tally(upstream);
        if (--tally.active == 0) {
            tally.busyNanos += System.nanoTime() - tally.activeSince;
        }
    }

    @Override
    public synchronized void bytes(URI upstream, int count) {
        tally(upstream).bytes += count;
    }

    @Override
    public synchronized void came(URI upstream) {
        Tally tally = tally(upstream);
        tally.pieces++;
        tally.failures = 0;
    }

    @Override
    public synchronized void notYet(URI upstream) {
        tally(upstream).failures = 0;
    }

    @Override
    public void bad(URI upstream) {
        synchronized (this) {
            tally(upstream).bad++;
        }
        hurry.run();
    }

    @Override
    public void failed(URI upstream, Exception why) {
        boolean telling;
        synchronized (this) {
            telling = ++tally(upstream).failures == TELLING_FAILURES;
        }
        if (telling) {
            hurry.run();
        }
    }

    private Tally tally(URI upstream) {
        return tallies.computeIfAbsent(upstream, made -> new Tally());
    }

    /** What has come since the last call, by upstream. */
    synchronized List<Report.Link> takeLinks() {
        long now = System.nanoTime();
        List<Report.Link> links = new ArrayList<>();
        tallies.forEach((upstream, tally) -> {
            if (tally.active > 0) {
                tally.busyNanos += now - tally.activeSince;
                tally.activeSince = now;
            }
            String name = names.get(upstream);
            if (tally.isTelling() && name != null) {
                links.add(new Report.Link(
                        name, tally.pieces, tally.bytes, tally.busyNanos / 1_000_000, tally.bad, tally.failures));
            }
            tally.pieces = 0;
            tally.bytes = 0;
            tally.busyNanos = 0;
            tally.bad = 0;
        });
        return links;
    }
}
