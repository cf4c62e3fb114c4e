/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.DownloadView;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The downloads that were handed over and have not ended, by id, so in the order of their coming. */
final class Downloads {
    private final ConcurrentSkipListMap<Long, Connection> byId = new ConcurrentSkipListMap<>();
    private final AtomicLong lastId = new AtomicLong();

    long newId() {
        return lastId.incrementAndGet();
    }

    void add(Connection connection) {
        byId.put(connection.id(), connection);
    }

    void remove(long id) {
        byId.remove(id);
    }

    List<DownloadView> views(int max) {
        long nowNanos = System.nanoTime();
        return byId.values().stream()
                .limit(Math.max(0, max))
                .map(connection -> connection.view(nowNanos))
                .toList();
    }

    /** Has something done to a download on the thread of its loop; false if there is no such download. */
    boolean onLoop(long id, Consumer<Connection> action) {
        Connection connection = byId.get(id);
        if (connection != null) {
            connection.onLoop(() -> action.accept(connection));
        }
        return connection != null;
    }
}
