/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import dev.spillway.relay.admin.NodeView;
import dev.spillway.relay.shaped.ShapedBridge.Host;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Main servers and terminals on a bridge, each a process on a host of its own. Closing it kills them all. */
final class Farm implements AutoCloseable {
    /** All terminals; those of the first N are also in the group {@code firstN}. */
    static final String GROUP = "all";

    private static final int PORT = 8080;
    private static final String LISTENS = " listens at port ";

    /** Processes that start at the same time: more would only make each slower. */
    private static final int AT_A_TIME = 4;

    private static final long REGISTER_SECONDS = 180;
    private static final long WARMING_BYTES = 2 << 20;

    private final Path folder;
    private final Bench bench;
    private final Admin admin = new Admin();
    private final Map<String, Program> mains = new LinkedHashMap<>();
    private final Map<String, Program> terminals = new LinkedHashMap<>();
    private final List<URI> addresses = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();

    Farm(Bench bench) throws IOException {
        this.bench = bench;
        this.folder = Files.createTempDirectory(bench.folder(), "farm");
    }

    /** Starts a main server, and waits until it answers. */
    Program startMain(String name, String... options) throws IOException, InterruptedException {
        Host host = bench.host(name);
        URI address = address(host);
        List<String> lines = new ArrayList<>(List.of(options));
        lines.add("name=" + name);
        lines.add("store=" + store());
        lines.add("admin.token=" + Admin.TOKEN);
        lines.add("uploadRate=" + bench.bytesPerSecond());
        Program program = start(host, "main", name, lines);
        mains.put(name, program);
        program.await(LISTENS, 1);
        admin.add(address);
        addresses.add(address);
        keys.add(admin.key(address));
        return program;
    }

    private static URI address(Host host) {
        return URI.create("http://" + host.address() + ":" + PORT + "/relay");
    }

    /**
     * Starts terminals, a few at a time, and waits until all are registered. Then a few at a time get a small file: forty runtimes that fetch their first piece at the same
     * moment would measure how fast a few processors load classes.
     */
    void startTerminals(int count, List<Integer> firsts) throws IOException, InterruptedException {
        train();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            names.add(name(i));
            int number = i;
            String groups = firsts.stream()
                    .filter(first -> number <= first)
                    .map(first -> ",first" + first)
                    .collect(Collectors.joining());
            startTerminal(name(i), GROUP + groups + "," + warming(i));
            if (i >= AT_A_TIME) {
                terminals.get(name(i + 1 - AT_A_TIME)).await(LISTENS, 1);
            }
        }
        awaitRegistered(names);
        for (int i = 0; i < count; i += AT_A_TIME) {
            List<String> few = names.subList(i, Math.min(count, i + AT_A_TIME));
            Delivery.adaptive(bench, this, warming(i + 1), WARMING_BYTES, few, any -> Set.of());
        }
    }

    private static String warming(int number) {
        return "warming" + (number - 1) / AT_A_TIME;
    }

    /** A first terminal, whose classes the others start with. */
    private void train() throws IOException, InterruptedException {
        if (!bench.java().isTrained("terminal")) {
            String name = "trainee";
            startTerminal(name, name);
            awaitRegistered(List.of(name));
            Delivery.adaptive(bench, this, name, WARMING_BYTES, List.of(name), any -> Set.of());
            terminals.remove(name).terminate();
        }
    }

    private void awaitRegistered(List<String> names) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(REGISTER_SECONDS);
        while (!admin.nodes().stream().map(NodeView::id).toList().containsAll(names)) {
            if (System.nanoTime() > end) {
                throw new IOException("only these have registered: " + admin.nodes());
            }
            Thread.sleep(100);
        }
    }

    static String name(int number) {
        return "t" + number;
    }

    private void startTerminal(String name, String groups) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("id=" + name);
        lines.add("groups=" + groups);
        lines.add("mains=" + addresses.stream().map(URI::toString).collect(Collectors.joining(",")));
        lines.add("signers=" + String.join(",", keys));
        lines.add("folder=" + files(name));
        lines.add("allowed=10.79.0.0/16");
        terminals.put(name, start(bench.host(name), "terminal", name, lines));
    }

    private Program start(Host host, String kind, String name, List<String> options) throws IOException {
        List<String> lines = new ArrayList<>(options);
        lines.add("state=" + folder.resolve(name + ".state"));
        lines.add("token=a token that lets terminals in");
        lines.add("port=" + PORT);
        lines.add("address=" + address(host));
        Path conf = Files.write(folder.resolve(name + ".properties"), lines);
        return new Program(host, folder.resolve(name + ".log"), bench.java().node(kind, conf));
    }

    Admin admin() {
        return admin;
    }

    Map<String, Program> mains() {
        return mains;
    }

    Map<String, Program> terminals() {
        return terminals;
    }

    /** The names of the first so many terminals. */
    List<String> first(int count) {
        return terminals.keySet().stream().limit(count).toList();
    }

    /** Where files are published from; all main servers share it. */
    Path store() throws IOException {
        return Files.createDirectories(folder.resolve("store"));
    }

    /** Where files appear at a terminal. */
    Path files(String terminal) {
        return folder.resolve(terminal + ".files");
    }

    /** Where a terminal has what is under way. */
    Path state(String terminal) {
        return folder.resolve(terminal + ".state");
    }

    @Override
    public void close() throws IOException {
        List<Program> all = new ArrayList<>(mains.values());
        all.addAll(terminals.values());
        try {
            for (Program program : all) {
                program.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        bench.keepLogs(folder);
        Shell.words("rm -rf " + folder);
    }
}
