/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.order.Disciplines;
import org.junit.jupiter.api.Test;

/** What is known of clients is bounded, whoever comes, and is forgotten when it says nothing any more. */
class ClientTableTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long RATE = 1000;

    private final ClientTable table = new ClientTable();

    @Test
    void comingAgainAtOnceGainsNothing() {
        ClientTable.Account first = acquire("a", 0);
        first.bucket().takeAtOnce(50, 1000);
        table.release(first, 0);
        assertThat(acquire("a", 0)).isSameAs(first);
    }

    @Test
    void allDownloadsOfAClientShareOneAccountUntilTheLastHasEnded() {
        ClientTable.Account first = acquire("a", 0);
        assertThat(acquire("a", 0)).isSameAs(first);
        table.release(first, 10 * SECOND);
        assertThat(acquire("a", 10 * SECOND)).isSameAs(first);
    }

    @Test
    void whoeverIsWorthTheSameAnewIsForgotten() {
        table.release(acquire("a", 0), 10 * SECOND);
        assertThat(table.size()).isZero();
    }

    @Test
    void aFloodOfClientsIsForgottenBeyondABound() {
        for (int i = 0; i < 50_000; i++) {
            ClientTable.Account account = acquire("client" + i, 0);
            account.bucket().takeAtOnce(50, 1000); // so that each one is worth remembering
            table.release(account, 0);
        }
        assertThat(table.size()).isBetween(9_000, 10_000);
        for (int i = 0; i < 10_000; i++) {
            table.release(acquire("late" + i, 0), 10 * SECOND);
        }
        assertThat(table.size()).as("when their debts are forgiven").isLessThan(10);
    }

    private ClientTable.Account acquire(String client, long nowNanos) {
        return table.acquire(client, () -> new Bucket(RATE, Disciplines.of("fifo"), bucket -> {}, nowNanos));
    }
}
