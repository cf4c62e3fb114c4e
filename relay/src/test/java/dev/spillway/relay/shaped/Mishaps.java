/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import dev.spillway.relay.admin.TransferDetail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What goes wrong with terminals in the middle. Who has been killed is not waited for; all others must have the file. */
final class Mishaps {
    private Mishaps() {}

    /** Kills the terminal that most others fetch from. */
    static final class KillInner implements Delivery.Mishap {
        private final double when;
        private String victim;
        private long children;

        /** In so many seconds. */
        KillInner(double when) {
            this.when = when;
        }

        @Override
        public Set<String> look(Delivery delivery) throws IOException, InterruptedException {
            if (victim == null && delivery.seconds() >= when) {
                Map<String, Long> feeding = delivery.detail().targets().stream()
                        .flatMap(target -> target.feeds().stream().map(TransferDetail.Feed::from))
                        .filter(from -> !from.equals(TransferDetail.SOURCE))
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
                victim = feeding.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElseThrow(() -> new IOException("nobody fetches from anybody"));
                children = feeding.get(victim);
                delivery.farm().terminals().get(victim).kill();
            }
            return victim == null ? Set.of() : Set.of(victim);
        }

        String what() {
            return victim + ", which fed " + children + ", killed";
        }
    }

    /** Five are killed, three slowed to a tenth, and one passes on what is wrong, all drawn from a seed. */
    static final class Drawn implements Delivery.Mishap {
        private static final int KILLED = 5;
        private static final int SLOWED = 3;
        private static final double SLOWER = 10;

        private final Bench bench;
        private final double end;
        private final Map<String, Double> killing = new HashMap<>();
        private final Map<String, Double> slowing = new HashMap<>();
        private final String lying;
        private final Set<String> done = new HashSet<>();

        /** At moments before so many seconds have passed. */
        Drawn(Bench bench, List<String> terminals, double end, long seed) {
            this.bench = bench;
            this.end = end;
            Random random = new Random(seed);
            List<String> drawn = new ArrayList<>(terminals);
            Collections.shuffle(drawn, random);
            drawn.subList(0, KILLED).forEach(name -> killing.put(name, random.nextDouble() * end));
            drawn.subList(KILLED, KILLED + SLOWED).forEach(name -> slowing.put(name, random.nextDouble() * end));
            lying = drawn.get(KILLED + SLOWED);
        }

        @Override
        public Set<String> look(Delivery delivery) throws IOException, InterruptedException {
            for (Map.Entry<String, Double> one : killing.entrySet()) {
                if (delivery.seconds() > one.getValue() && done.add(one.getKey())) {
                    delivery.farm().terminals().get(one.getKey()).kill();
                }
            }
            for (Map.Entry<String, Double> one : slowing.entrySet()) {
                if (delivery.seconds() > one.getValue() && done.add(one.getKey())) {
                    delivery.farm().terminals().get(one.getKey()).host().shape(bench.megabits() / SLOWER);
                }
            }
            if (delivery.seconds() < end) {
                turnOver(delivery.part(lying));
            }
            return killing.keySet().stream().filter(done::contains).collect(Collectors.toSet());
        }

        /** Changes a byte of every piece on its disk, after it has found the piece right. */
        private static void turnOver(Path part) throws IOException {
            if (!Files.exists(part)) {
                return;
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                for (long at = 1_000; at < channel.size(); at += 64 << 10) {
                    channel.write(ByteBuffer.wrap(new byte[] {1}), at);
                }
            } catch (java.nio.file.NoSuchFileException e) {
                // It has just become whole.
                return;
            }
        }

        String what() {
            return killing.keySet() + " killed, " + slowing.keySet() + " slowed, " + lying + " lying";
        }
    }
}
