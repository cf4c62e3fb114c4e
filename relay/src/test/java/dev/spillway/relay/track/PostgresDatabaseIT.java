/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.track;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On a real PostgreSQL, which a library unpacks and starts. */
class PostgresDatabaseIT extends TrackingDatabaseContract {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startServer() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        postgres.close();
    }

    @Override
    TrackingDatabase open() {
        return TrackingDatabase.open(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
    }
}
