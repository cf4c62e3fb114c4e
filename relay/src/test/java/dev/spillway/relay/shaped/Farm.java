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

    /** Starts terminals, a few at a time, and waits until all are registered. */
    void startTerminals(int count, List<Integer> firsts) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            names.add(name(i));
            int number = i;
            String groups = firsts.stream()
                    .filter(first -> number <= first)
                    .map(first -> ",first" + first)
                    .collect(Collectors.joining());
            startTerminal(name(i), GROUP + groups);
            if (i >= AT_A_TIME) {
                terminals.get(name(i + 1 - AT_A_TIME)).await(LISTENS, 1);
            }
        }
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
