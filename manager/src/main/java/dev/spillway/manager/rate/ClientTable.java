/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.rate;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The limits of clients. Those of clients that have downloads are kept; those of others only until a new one would be
 * worth the same, so that coming again at once gains nothing, and of these no more than a bound: the one that left first
 * is forgotten first. To be used under the lock of {@link Bandwidth}.
 */
final class ClientTable {
    /** About 10 MB at most. */
    private static final int MOST_IDLE = 10_000;

    /** The limit of one client. */
    static final class Account {
        private final String client;
        private final Bucket bucket;
        private int users;

        private Account(String client, Bucket bucket) {
            this.client = client;
            this.bucket = bucket;
        }

        Bucket bucket() {
            return bucket;
        }
    }

    private final Map<String, Account> used = new HashMap<>();
    private final LinkedHashMap<String, Account> idle = new LinkedHashMap<>();

    /** The limits of clients that have downloads. */
    Iterable<Account> used() {
        return used.values();
    }

    /** Number of clients that are known. */
    int size() {
        return used.size() + idle.size();
    }

    Account acquire(String client, Supplier<Bucket> newBucket) {
        Account account = used.get(client);
        if (account == null) {
            account = idle.remove(client);
            if (account == null) {
                account = new Account(client, newBucket.get());
            }
            used.put(client, account);
        }
        account.users++;
        return account;
    }

    void release(Account account, long nowNanos) {
        if (--account.users > 0) {
            return;
        }
        used.remove(account.client);
        idle.put(account.client, account);
        // Two for one, so that the table shrinks as long as there is something to forget.
        forgetFirst(nowNanos);
        forgetFirst(nowNanos);
    }

    void clearIdle() {
        idle.clear();
    }

    private void forgetFirst(long nowNanos) {
        if (!idle.isEmpty()) {
            Account first = idle.values().iterator().next();
            if (idle.size() > MOST_IDLE || first.bucket.isAsNew(nowNanos)) {
                idle.remove(first.client);
            }
        }
    }
}
