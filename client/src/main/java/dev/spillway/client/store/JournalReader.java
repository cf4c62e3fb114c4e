/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a journal that an earlier run left, up to the first damaged line. */
final class JournalReader {
    private record Operation(boolean have, long start, long end, int owner) {}

    private final String bootNow;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<Integer, String> servers = new HashMap<>();
    private FileIdentity identity;
    private String bootThen = "";
    private int safe;

    private JournalReader(String bootNow) {
        this.bootNow = bootNow;
    }

    /**
     * What an earlier run has left.
     *
     * @param bootNow name of the running system's start, see {@link Journal}
     * @return empty if nothing can be made of the journal
     */
    static Optional<JournalState> read(Path file, String bootNow) throws IOException {
        JournalReader reader = new JournalReader(bootNow);
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int position = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', position)) {
            String[] words = JournalLine.read(text.substring(position, end));
            if (words == null || !reader.accept(words)) {
                break;
            }
            position = end + 1;
        }
        return reader.state();
    }

    private boolean accept(String[] words) {
        try {
            switch (words[0]) {
                case Journal.FILE -> identity = FileIdentity.parse(words);
                case Journal.BOOT -> bootThen = words[1];
                case Journal.SERVER -> servers.put(Integer.parseInt(words[1]), words[2]);
                case Journal.HAVE -> operations.add(operation(true, words, Integer.parseInt(words[3])));
                case Journal.LOST -> operations.add(operation(false, words, Span.NOBODY));
                case Journal.SAFE -> safe = Integer.parseInt(words[1]);
                case Journal.VERSION -> {
                    return words[1].equals(Journal.VERSION_NUMBER);
                }
                default -> {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            // Written by another version: what came before still holds.
            return false;
        }
    }

    private static Operation operation(boolean have, String[] words, int owner) {
        return new Operation(have, Long.parseLong(words[1]), Long.parseLong(words[2]), owner);
    }

    private Optional<JournalState> state() {
        if (identity == null) {
            return Optional.empty();
        }
        // The same start of the system: its page cache holds all that was written. Another: only what was forced to the
        // disk is sure.
        boolean cacheLives = !bootThen.isEmpty() && bootThen.equals(bootNow);
        Spans have = new Spans();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            if (!operation.have()) {
                have.remove(operation.start(), operation.end());
            } else if ((cacheLives || i < safe) && operation.end() <= identity.size()) {
                have.add(operation.start(), operation.end(), operation.owner());
            }
        }
        return Optional.of(new JournalState(identity, have, Map.copyOf(servers)));
    }
}
