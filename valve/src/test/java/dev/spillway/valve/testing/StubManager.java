/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.testing;

import dev.spillway.manager.api.AdmitAnswer;
import dev.spillway.manager.api.ColdReads;
import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.DownloadState;
import dev.spillway.manager.api.DownloadView;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.ManagerProcess;
import dev.spillway.manager.api.ManagerStats;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.StopReport;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.WaitTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A manager with figures as a test wants them, which sends nothing and remembers what it was asked for. */
public final class StubManager implements DownloadManager {
    public static final Instant STARTED = Instant.parse("2026-11-20T10:00:00Z");

    public final List<DownloadView> views = new ArrayList<>();
    public final List<String> asked = new ArrayList<>();
    public int queueLength;
    public long refused;
    public int losses;
    private Limits limits = Limits.NONE;

    /** A download that is half sent; its length is 1000 times its id. */
    public static DownloadView view(long id, Terms terms, String file) {
        return new DownloadView(
                id,
                terms,
                file,
                DownloadState.SENDING,
                1000 * id,
                500 * id,
                400 * id,
                100,
                Optional.of(Duration.ofSeconds(5 * id)),
                terms.priority(),
                0,
                STARTED);
    }

    @Override
    public ManagerStats stats() {
        Map<Outcome, Long> outcomes = Arrays.stream(Outcome.values())
                .collect(Collectors.toMap(
                        Function.identity(),
                        outcome -> 1L + List.of(Outcome.values()).indexOf(outcome)));
        return new ManagerStats(
                queueLength,
                views.size(),
                3,
                2,
                List.of(4, 7),
                asked.contains("draining true"),
                1_000,
                refused,
                123_456_789_012L,
                55_000,
                outcomes,
                new WaitTimes(
                        10, Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(90), Duration.ofMillis(100)),
                new ColdReads(70, 8, 9_000));
    }

    @Override
    public List<ManagerProcess> processes() {
        return List.of(new ManagerProcess(4711, "READY", stats()));
    }

    @Override
    public List<DownloadView> downloads(int max) {
        return List.copyOf(views.subList(0, Math.min(max, views.size())));
    }

    private boolean ask(long id, String what) {
        asked.add(what + " " + id);
        return views.stream().anyMatch(view -> view.id() == id);
    }

    @Override
    public boolean cancel(long id) {
        return ask(id, "cancel");
    }

    @Override
    public boolean pause(long id) {
        return ask(id, "pause");
    }

    @Override
    public boolean resume(long id) {
        return ask(id, "resume");
    }

    @Override
    public boolean setRate(long id, long bytesPerSecond) {
        return ask(id, "rate " + bytesPerSecond);
    }

    @Override
    public boolean setPriority(long id, int priority) {
        Terms.checkPriority(priority);
        return ask(id, "priority " + priority);
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public void setLimits(Limits wanted) {
        limits = wanted;
    }

    @Override
    public void setDraining(boolean isDraining) {
        asked.add("draining " + isDraining);
    }

    @Override
    public int losses() {
        return losses;
    }

    @Override
    public SourceFile open(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AdmitAnswer admit(SourceFile file, Terms terms) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StopReport stop(Duration drainTimeout) {
        return new StopReport(0, 0);
    }
}
