/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The load generator alone, against any server; the result goes to standard output as JSON. */
public final class LoadMain {
    private static final String USAGE = """
            --server HOST:PORT [--warm-up SECONDS] [--window SECONDS] [--loops N]
            [--downloads name=N,path=P,bytes=N,clients=N[,rate=BYTES_PER_SECOND][,rcvbuf=BYTES][,each=true][,check=ALL|SAMPLE]]...
            [--pages path=P,bytes=N,rate=PER_SECOND]

            The files must have been written by the benchmarks: every byte depends on the file's name and its position.
            """;

    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<DownloadPlan> downloads = new ArrayList<>();
    private Optional<PagePlan> pages = Optional.empty();

    private LoadMain() {}

    public static void main(String[] args) throws Exception {
        LoadMain main = new LoadMain();
        LoadPlan plan;
        try {
            plan = main.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + USAGE);
            System.exit(2);
            return;
        }
        System.out.println(Json.write(LoadRun.run(plan, new WindowListener() {}).toMap()));
    }

    private LoadPlan parse(String[] args) {
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            switch (args[i]) {
                case "--downloads" -> downloads.add(download(fields(args[i + 1])));
                case "--pages" -> pages = Optional.of(page(fields(args[i + 1])));
                case "--server", "--warm-up", "--window", "--loops" -> options.put(args[i], args[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        String[] server = options.getOrDefault("--server", "").split(":", -1);
        if (server.length != 2) {
            throw new IllegalArgumentException("--server must be HOST:PORT");
        }
        return new LoadPlan(
                new InetSocketAddress(server[0], Integer.parseInt(server[1])),
                downloads,
                pages,
                Duration.ofSeconds(Long.parseLong(options.getOrDefault("--warm-up", "2"))),
                Duration.ofSeconds(Long.parseLong(options.getOrDefault("--window", "5"))),
                Integer.parseInt(options.getOrDefault("--loops", "1")),
                Optional.empty());
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text.split(",", -1)) {
            String[] pair = field.split("=", 2);
            fields.put(pair[0], pair.length == 2 ? pair[1] : "true");
        }
        return fields;
    }

    private static DownloadPlan download(Map<String, String> fields) {
        long rate = Long.parseLong(fields.getOrDefault("rate", "0"));
        return new DownloadPlan(
                fields.getOrDefault("name", "downloads"),
                required(fields, "path"),
                Long.parseLong(required(fields, "bytes")),
                Integer.parseInt(required(fields, "clients")),
                rate,
                Integer.parseInt(fields.getOrDefault("rcvbuf", "0")),
                Boolean.parseBoolean(fields.getOrDefault("each", "false")),
                DownloadPlan.Check.valueOf(fields.getOrDefault("check", rate > 0 ? "ALL" : "SAMPLE")));
    }

    private static PagePlan page(Map<String, String> fields) {
        return new PagePlan(
                required(fields, "path"),
                Integer.parseInt(required(fields, "bytes")),
                Integer.parseInt(required(fields, "rate")),
                Duration.ofSeconds(10));
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + "= is missing");
        }
        return value;
    }
}
