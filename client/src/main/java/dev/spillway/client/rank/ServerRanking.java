/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.rank;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measurements of servers and the order that follows from them (B4), kept in a file from run to run if there is one. A server that was never measured
 * ranks before all that were: it may be the best of them, and one use will tell. Safe for use by several threads; the file by several processes.
 */
public final class ServerRanking {
    private static final int MOST_SERVERS = 1_000;
    private static final long MOST_FILE_BYTES = 1 << 20;

    private final Optional<Path> file;
    private final Map<String, ServerRecord> records = new HashMap<>();
    private final Map<String, ServerRecord> measured = new HashMap<>();

    /**
     * Reads what earlier runs have measured; a file that is not there or not understood counts as empty.
     */
    public ServerRanking(Optional<Path> file) {
        this.file = file;
        file.ifPresent(path -> records.putAll(read(path)));
    }

    /** Notes a measurement. */
    public synchronized void measured(String server, ServerRecord fresh) {
        ServerRecord older = records.get(server);
        ServerRecord mixed = older == null ? fresh : fresh.after(older);
        records.put(server, mixed);
        measured.put(server, mixed);
    }

    /** Rate that was last measured, bytes a second; 0 if it never was. */
    public synchronized double expectedRate(String server) {
        ServerRecord known = records.get(server);
        return known == null ? 0 : known.bytesPerSecond();
    }

    /** Compares servers by name, the best first. */
    public Comparator<String> order() {
        return Comparator.comparingDouble(this::expectedSeconds);
    }

    private synchronized double expectedSeconds(String server) {
        ServerRecord known = records.get(server);
        return known == null ? 0 : known.expectedSeconds();
    }

    /** Adds the measurements of this run to the file; those that other processes have written in the meantime stay. */
    public synchronized void save() throws IOException {
        if (file.isEmpty() || measured.isEmpty()) {
            return;
        }
        Path path = file.get().toAbsolutePath();
        Files.createDirectories(path.getParent());
        Path guard = path.resolveSibling(path.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            Map<String, ServerRecord> all = held.isValid() ? read(path) : Map.of();
            all.putAll(measured);
            Path fresh = path.resolveSibling(path.getFileName() + ".new");
            Files.write(fresh, format(all));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        measured.clear();
    }

    private static List<String> format(Map<String, ServerRecord> all) {
        return all.entrySet().stream()
                .sorted((one, other) -> Long.compare(
                        other.getValue().epochSeconds(), one.getValue().epochSeconds()))
                .limit(MOST_SERVERS)
                .map(entry -> entry.getKey() + " " + entry.getValue().words())
                .toList();
    }

    private static Map<String, ServerRecord> read(Path path) {
        Map<String, ServerRecord> found = new HashMap<>();
        try {
            if (!Files.exists(path) || Files.size(path) > MOST_FILE_BYTES) {
                return found;
            }
            for (String line : Files.readAllLines(path)) {
                String[] words = line.split(" ", -1);
                found.put(words[0], ServerRecord.parse(words, 1));
            }
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // Old measurements only save time; a download must not fail for want of them.
            found.clear();
        }
        return found;
    }
}
