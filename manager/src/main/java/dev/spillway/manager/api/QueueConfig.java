/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

import java.time.Duration;

/**
 * How many downloads run at once, and how others wait for their turn.
 *
 * @param maxActive most downloads at once, 1 to 1,000,000; 0 for as many as come
 * @param maxQueued most downloads that wait, 0 to 1,000,000; who comes then is refused
 * @param maxWait the longest wait, 10 ms to 24 h; who has waited so long gets a 503
 * @param discipline who is next: {@code fifo}, {@code smallest}, {@code fair}, {@code priority}, or the name of a class
 *     that is a {@link Discipline}
 */
public record QueueConfig(int maxActive, int maxQueued, Duration maxWait, String discipline) {
    private static final int MOST = 1_000_000;

    public QueueConfig {
        Settings.checkRange("maxActive", maxActive, 0, MOST, "1000");
        Settings.checkRange("maxQueued", maxQueued, 0, MOST, "10000");
        Settings.checkRange("maxQueueWait", maxWait, Duration.ofMillis(10), Duration.ofHours(24), "60s");
        if (discipline.isBlank()) {
            throw new IllegalArgumentException(
                    "discipline=\"\" is empty; \"fifo\", \"smallest\", \"fair\", \"priority\" or the name of a class");
        }
    }

    /** As many as come at once; up to 10,000 wait for up to 60 s where something limits them; first come, first served. */
    public static QueueConfig defaults() {
        return new QueueConfig(0, 10_000, Duration.ofSeconds(60), "fifo");
    }

    public QueueConfig withMaxActive(int value) {
        return new QueueConfig(value, maxQueued, maxWait, discipline);
    }

    public QueueConfig withMaxQueued(int value) {
        return new QueueConfig(maxActive, value, maxWait, discipline);
    }

    public QueueConfig withMaxWait(Duration value) {
        return new QueueConfig(maxActive, maxQueued, value, discipline);
    }

    public QueueConfig withDiscipline(String value) {
        return new QueueConfig(maxActive, maxQueued, maxWait, value);
    }
}
