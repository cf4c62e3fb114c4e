/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import dev.spillway.relay.admin.PublishOrder;
import dev.spillway.relay.admin.TransferDetail;
import dev.spillway.relay.admin.TransferView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One file on its way to some terminals: published, watched until it has appeared at all who are waited for, and compared byte by byte. */
final class Delivery {
    private static final long LONGEST_SECONDS = 230;
    private static final long LOOK_MILLIS = 20;

    private final Bench bench;
    private final Farm farm;
    private final Path file;
    private final TransferView transfer;
    private final Map<String, Double> arrived = new LinkedHashMap<>();
    private final long beginNanos = System.nanoTime();
    private final long sentBefore;
    private final Load load = Load.begin();
    private final Timeline timeline;
    private double cpu;

    /** Does something in the middle. */
    @FunctionalInterface
    interface Mishap {
        /** Looks again and again; who is in the answer is not waited for. */
        Set<String> look(Delivery delivery) throws IOException, InterruptedException;
    }

    private Delivery(Bench bench, Farm farm, Path file, String group, String planner, Integer fanOut)
            throws IOException, InterruptedException {
        this.bench = bench;
        this.farm = farm;
        this.file = file;
        this.sentBefore = sent();
        this.timeline = new Timeline(bench.bytesPerSecond());
        this.transfer = farm.admin()
                .publish(new PublishOrder(
                        List.of(file.getFileName().toString()),
                        null,
                        null,
                        group,
                        null,
                        null,
                        null,
                        "none",
                        null,
                        planner,
                        fanOut));
    }

    /** Publishes a file by the default planner, and waits for all of a group. */
    static Delivery adaptive(Bench bench, Farm farm, String group, long bytes, List<String> to, Mishap mishap)
            throws IOException, InterruptedException {
        return new Delivery(bench, farm, bench.file(farm.store(), bytes), group, null, null).await(to, mishap);
    }

    /** Publishes a file by the dealing planner, and waits for all of a group. */
    static Delivery dealt(Bench bench, Farm farm, int fanOut, long bytes, List<String> to, Mishap mishap)
            throws IOException, InterruptedException {
        return new Delivery(bench, farm, bench.file(farm.store(), bytes), Farm.GROUP, "dealing", fanOut)
                .await(to, mishap);
    }

    private Delivery await(Collection<String> terminals, Mishap mishap) throws IOException, InterruptedException {
        Set<String> excused = mishap.look(this);
        while (!arrived.keySet().containsAll(without(terminals, excused))) {
            for (String terminal : terminals) {
                if (!excused.contains(terminal) && !arrived.containsKey(terminal) && Files.exists(place(terminal))) {
                    arrived.put(terminal, seconds());
                }
            }
            if (seconds() > LONGEST_SECONDS) {
                throw new IOException("not everywhere after " + LONGEST_SECONDS + " s: " + detail());
            }
            timeline.look(farm.mains().values().iterator().next().host());
            Thread.sleep(LOOK_MILLIS);
            excused = mishap.look(this);
        }
        cpu = load.share();
        for (String terminal : without(terminals, excused)) {
            if (Files.mismatch(place(terminal), file) != -1) {
                throw new IOException(terminal + " has another file than was published");
            }
        }
        return this;
    }

    private static List<String> without(Collection<String> terminals, Set<String> excused) {
        return terminals.stream().filter(one -> !excused.contains(one)).toList();
    }

    private Path place(String terminal) {
        return farm.files(terminal).resolve(file.getFileName());
    }

    private long sent() throws IOException {
        long sum = 0;
        for (Program main : farm.mains().values()) {
            sum += main.host().sentBytes();
        }
        return sum;
    }

    Farm farm() {
        return farm;
    }

    UUID id() {
        return transfer.id();
    }

    /** What was published. */
    Path file() {
        return file;
    }

    /** Working file of a terminal, while it arrives. */
    Path part(String terminal) {
        return farm.state(terminal).resolve(transfer.id().toString()).resolve(file.getFileName() + ".part");
    }

    TransferDetail detail() throws IOException, InterruptedException {
        return farm.admin().detail(transfer.id());
    }

    /** Since it was published. */
    double seconds() {
        return (System.nanoTime() - beginNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** When it was everywhere. */
    double last() {
        return arrived.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** The same as a multiple of the least that is possible over a link. */
    double ratio() throws IOException {
        return last() / bench.least(Files.size(file));
    }

    /** What the main servers have sent, as a multiple of the file. */
    double egress() throws IOException {
        return (double) (sent() - sentBefore) / Files.size(file);
    }

    /** Says how it went. */
    Delivery say(String what) throws IOException {
        List<Double> sorted = arrived.values().stream().sorted().toList();
        bench.say(
                "%-34s first %5.1f  half %5.1f  last %5.1f s = %.2f x size/rate, main sent %.2f files, CPU %.0f %%",
                what, sorted.get(0), sorted.get(sorted.size() / 2), last(), ratio(), egress(), 100 * cpu);
        if (bench.timeline()) {
            timeline.lines().forEach(line -> bench.say("%s", line));
        }
        return this;
    }
}
