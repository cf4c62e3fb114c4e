/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.track;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/** The main servers that share the database. */
public final class MainServers {
    private final Jdbi jdbi;

    MainServers(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Notes that a main server lives, and where. */
    public void beat(String name, URI address) {
        jdbi.useTransaction(handle -> {
            int known = handle.execute(
                    "UPDATE main_server SET address = ?, heard = CURRENT_TIMESTAMP WHERE name = ?",
                    address.toString(),
                    name);
            if (known == 0) {
                handle.execute(
                        "INSERT INTO main_server (name, address, heard) VALUES (?, ?, CURRENT_TIMESTAMP)",
                        name,
                        address.toString());
            }
        });
    }

    /** Those that have been heard of within a time, by their names. */
    public Map<String, URI> heardWithin(Duration silence) {
        return jdbi.withHandle(handle -> {
            Map<String, URI> servers = new TreeMap<>();
            handle.createQuery("SELECT name, address FROM main_server WHERE heard >= ?")
                    .bind(0, TrackingDatabase.now(handle).minus(silence))
                    .map((row, context) -> Map.entry(row.getString("name"), URI.create(row.getString("address"))))
                    .forEach(entry -> servers.put(entry.getKey(), entry.getValue()));
            return servers;
        });
    }
}
