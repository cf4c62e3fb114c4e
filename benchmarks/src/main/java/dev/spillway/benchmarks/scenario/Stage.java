/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.scenario;

import dev.spillway.benchmarks.load.Content;
import dev.spillway.benchmarks.peer.Peer;
import dev.spillway.benchmarks.peer.PeerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What the scenarios run on: the files, the ports, the folders and the length of the windows. */
public final class Stage {
    static final long HOT_BYTES = 1L << 30;
    static final long MIB = 1L << 20;
    static final int PAGE_BYTES = 4 << 10;
    static final String HOT = "hot-1g.bin";
    static final String ONE_MIB = "file-1m.bin";
    static final String PAGE = "page.html";

    private final Path files;
    private final Path work;
    private final Duration window;
    private final int slowClients;
    private final boolean equalLimits;
    private final String valve;
    private int starts;

    /**
     * @param folder for files and for the folders of the servers
     * @param window length of every measured window
     * @param slowClients number of clients of the scenario with slow ones
     * @param equalLimits whether all servlet containers get the small limits that Spillway gets there
     * @param valve attributes of Spillway's valve in addition
     */
    public Stage(Path folder, Duration window, int slowClients, boolean equalLimits, String valve) throws IOException {
        files = Files.createDirectories(folder.resolve("files"));
        work = folder.resolve("work");
        deleteTree(work);
        this.window = window;
        this.slowClients = slowClients;
        this.equalLimits = equalLimits;
        this.valve = valve;
        write(HOT, HOT_BYTES);
        write(ONE_MIB, MIB);
        write(PAGE, PAGE_BYTES);
    }

    /** Writes a file of known content into the folder that is served, unless it is there. */
    Path write(String name, long bytes) throws IOException {
        Path file = files.resolve(name);
        Content.of(name).writeTo(file, bytes);
        return file;
    }

    Path files() {
        return files;
    }

    Duration window() {
        return window;
    }

    int slowClients() {
        return slowClients;
    }

    boolean equalLimits() {
        return equalLimits;
    }

    private static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Starts a server with its own defaults. */
    Session open(Peer peer) throws IOException, InterruptedException {
        return open(peer, setup -> setup);
    }

    /** Starts a server with something else than its defaults. */
    Session open(Peer peer, UnaryOperator<PeerSetup> change) throws IOException, InterruptedException {
        starts++;
        Path folder = Files.createDirectories(work.resolve(starts + "-" + peer.name()));
        // A port of its own for each start: none has to wait for the connections of the one before.
        int port = 20_000 + starts;
        return new Session(peer.start(change.apply(new PeerSetup(files, folder, port).withValve(valve))), window);
    }
}
