/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.track;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The pool of connections to the tracking database, its schema brought up to date. Safe for use by any number of threads. */
public final class TrackingDatabase implements AutoCloseable {
    private static final int CONNECTIONS = 8;

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private TrackingDatabase(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /** H2 in a file; one process at a time. */
    public static TrackingDatabase inFile(Path file) {
        // Durable like PostgreSQL: what was acknowledged must outlive a kill.
        return open("jdbc:h2:file:" + file.toAbsolutePath() + ";WRITE_DELAY=0", "sa", "");
    }

    /**
     * Any database by its JDBC URL, {@code jdbc:postgresql:...} or {@code jdbc:h2:...}.
     *
     * @throws RuntimeException of Hikari or Flyway if it cannot be reached, or holds something else or a later schema
     */
    public static TrackingDatabase open(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("spillway-relay");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        // Others may change a row between our statements; what must not be changed is locked by the statement that
        // reads it.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        HikariDataSource pool = new HikariDataSource(config);
        boolean ready = false;
        try {
            migrate(pool, url.startsWith("jdbc:h2:") ? "BLOB" : "BYTEA");
            ready = true;
            return new TrackingDatabase(pool);
        } finally {
            if (!ready) {
                pool.close();
            }
        }
    }

    private static void migrate(HikariDataSource pool, String bytes) {
        Flyway.configure(TrackingDatabase.class.getClassLoader())
                .dataSource(pool)
                .locations("classpath:dev/spillway/relay/track/migration")
                .placeholders(Map.of("bytes", bytes))
                .load()
                .migrate();
    }

    public Terminals terminals() {
        return new Terminals(jdbi);
    }

    public Transfers transfers() {
        return new Transfers(jdbi);
    }

    public Publications publications() {
        return new Publications(jdbi);
    }

    public MainServers mainServers() {
        return new MainServers(jdbi);
    }

    /** The time of the database, by which all main servers measure leases and ages, however their own clocks go. */
    static OffsetDateTime now(Handle handle) {
        return handle.createQuery("SELECT CURRENT_TIMESTAMP")
                .mapTo(OffsetDateTime.class)
                .one();
    }

    @Override
    public void close() {
        pool.close();
    }
}
