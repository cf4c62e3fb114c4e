/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Main servers that are killed in the middle. */
final class MainKills {
    private static final double WHEN = 0.4;
    private static final double AWAY_SECONDS = 4;

    private MainKills() {}

    /** One main server with H2, killed and started again. */
    static void h2(Bench bench, int terminals) throws Exception {
        try (Farm farm = new Farm(bench)) {
            farm.startMain("main");
            restart(bench, farm, terminals);
        }
    }

    /** One main server with PostgreSQL, killed and started again. */
    static void postgres(Bench bench, int terminals) throws Exception {
        try (EmbeddedPostgres postgres = start(bench);
                Farm farm = new Farm(bench)) {
            farm.startMain("main", options(postgres));
            restart(bench, farm, terminals);
        }
    }

    /** Two main servers over one database; the one that directs is killed, and stays away. */
    static void two(Bench bench, int terminals) throws Exception {
        try (EmbeddedPostgres postgres = start(bench);
                Farm farm = new Farm(bench)) {
            farm.startMain("main", options(postgres));
            farm.startMain("main2", options(postgres));
            farm.startTerminals(terminals, List.of());
            double when = WHEN * bench.least(bytes(bench));
            String[] killed = {null};
            deliver(bench, farm, terminals, delivery -> {
                if (killed[0] == null && delivery.seconds() > when) {
                    killed[0] = delivery.detail().transfer().director();
                    farm.mains().get(killed[0]).kill();
                }
                return Set.of();
            });
            bench.say("  %s directed, and was killed", killed[0]);
        }
    }

    private static void restart(Bench bench, Farm farm, int terminals) throws IOException, InterruptedException {
        farm.startTerminals(terminals, List.of());
        Program main = farm.mains().get("main");
        double when = WHEN * bench.least(bytes(bench));
        int[] times = {0};
        deliver(bench, farm, terminals, delivery -> {
            if (times[0] == 0 && delivery.seconds() > when) {
                main.kill();
                times[0] = 1;
            } else if (times[0] == 1 && delivery.seconds() > when + AWAY_SECONDS) {
                main.start();
                times[0] = 2;
            }
            return Set.of();
        });
        bench.say("  away for %.0f s and the time of its start", AWAY_SECONDS);
    }

    private static void deliver(Bench bench, Farm farm, int terminals, Delivery.Mishap mishap)
            throws IOException, InterruptedException {
        List<String> all = farm.first(terminals);
        Delivery.adaptive(bench, farm, Farm.GROUP, bytes(bench) / 4, all, any -> Set.of())
                .say("nothing known of anybody");
        Delivery.adaptive(bench, farm, Farm.GROUP, bytes(bench), all, any -> Set.of())
                .say("nothing killed");
        Delivery.adaptive(bench, farm, Farm.GROUP, bytes(bench), all, mishap).say("main server killed");
    }

    private static long bytes(Bench bench) {
        return (long) bench.mebibytes() << 20;
    }

    /** Reached from the hosts, not from this one alone. */
    private static EmbeddedPostgres start(Bench bench) throws IOException {
        Path access = Files.writeString(
                bench.folder().resolve("pg_hba.conf"),
                "host all all 127.0.0.1/32 trust\nhost all all 10.79.0.0/16 trust\n");
        return EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "*")
                .setServerConfig("hba_file", access.toString())
                .start();
    }

    private static String[] options(EmbeddedPostgres postgres) {
        return new String[] {
            "database.url=jdbc:postgresql://" + ShapedBridge.here() + ":" + postgres.getPort() + "/postgres",
            "database.user=postgres",
            "database.password=postgres"
        };
    }
}
