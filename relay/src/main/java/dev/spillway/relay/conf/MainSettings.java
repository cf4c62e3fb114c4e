/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.conf;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a main server is set up; docs/relay.md has the options.
 *
 * @param name of its own among those that share the database, the same after a restart
 * @param address where terminals reach it
 * @param store folder of the files that can be published
 * @param state folder of its key, its bundles, and the database if that is H2
 * @param admission token by which terminals are let in
 * @param admin token of administrators; without, they must be on the same machine
 * @param sources distribution servers that it may publish from
 * @param uploadRate bytes per second that it is believed to give, until that is measured
 * @param lease after which another main server takes its transfers over
 * @param giveUp silence after which a target has failed
 */
public record MainSettings(
        String name,
        URI address,
        Path store,
        Path state,
        Database database,
        String admission,
        Optional<String> admin,
        HostList sources,
        double uploadRate,
        Duration lease,
        Duration giveUp) {
    /** Where the tracking database is; the URL is empty for H2 in the folder of the state. */
    public record Database(Optional<String> url, String user, String password) {
        /** Never shows the password. */
        @Override
        public String toString() {
            return url.orElse("H2");
        }
    }

    /** Reads them. */
    public static MainSettings read(Conf conf) {
        URI address = Conf.node("address", conf.needed("address", "http://main.example.org:8080/relay"));
        return new MainSettings(
                conf.text("name").orElse(address.getAuthority()),
                address,
                conf.path(conf.needed("store", "/srv/relay/store")),
                conf.path(conf.needed("state", "/srv/relay/state")),
                new Database(
                        conf.text("database.url"),
                        conf.text("database.user").orElse("sa"),
                        conf.secret("database.password").orElse("")),
                conf.secret("token")
                        .orElseThrow(() -> new IllegalArgumentException(
                                "token is missing: give one in token or token.file, by which terminals are let in")),
                conf.secret("admin.token"),
                new HostList(conf.list("sources")),
                conf.number("uploadRate", 125_000_000, 1_000, 1L << 40),
                conf.seconds("lease", 4, 1, 600),
                conf.seconds("giveUp", 60, 2, 86_400));
    }

    /** Never shows tokens. */
    @Override
    public String toString() {
        return "main server " + name + " at " + address + ", store " + store + ", database " + database;
    }
}
