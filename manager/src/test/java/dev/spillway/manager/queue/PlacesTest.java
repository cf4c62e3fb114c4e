/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Candidate;
import dev.spillway.manager.api.Limits;
import dev.spillway.manager.api.QueueConfig;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.order.Disciplines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, leaves and changes: no limit is passed, nobody waits while there is room, nothing is left behind. */
class PlacesTest {
    private static final int MAX_ACTIVE = 7;

    private final Random random = new Random(1);
    private final List<Ticket> tickets = new ArrayList<>();
    private Limits limits = Limits.NONE.withDownloads(3, 4);
    private int awaiting;

    @ParameterizedTest
    @ValueSource(strings = {"fifo", "smallest", "fair", "priority"})
    void noLimitIsPassedAndNobodyWaitsForNothing(String discipline) {
        Places places = places(discipline, 50);
        for (int step = 0; step < 20_000; step++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> come(places);
                case 2, 3 -> leave(places);
                default -> change(places);
            }
            assertLimitsHold();
        }
        while (!tickets.isEmpty()) {
            leave(places);
        }
        for (int i = 0; i < MAX_ACTIVE; i++) {
            assertThat(places.ask("client" + i, "file" + i).isIn())
                    .as("everything is free")
                    .isTrue();
        }
    }

    @Test
    void theQueueIsBounded() {
        Places places = places("fifo", 2);
        for (int i = 0; i < MAX_ACTIVE + 2; i++) {
            assertThat(places.ask("client" + i, "file" + i)).isNotNull();
        }
        assertThat(places.ask("one", "more")).isNull();
    }

    /** Fifteen thousand waiting downloads of five thousand clients come and go in less than a blink. */
    @Test
    void longQueuesCostNoMoreThanShortOnes() {
        Places places = places("fair", 20_000);
        places.setLimits(Limits.NONE);
        List<Ticket> served = new ArrayList<>();
        for (int i = 0; i < 15_000; i++) {
            Ticket ticket = places.ask("client" + i % 5000, "file");
            places.await(ticket, candidate(i, "client" + i % 5000), () -> served.add(ticket));
        }
        for (int i = 0; i < served.size(); i++) {
            places.giveBack(served.get(i));
        }
        assertThat(served).hasSize(15_000).doesNotHaveDuplicates();
        assertThat(served.subList(0, 5000)).extracting(ticket -> ticket.client).doesNotHaveDuplicates();
    }

    private Places places(String discipline, int maxQueued) {
        QueueConfig config = QueueConfig.defaults().withMaxActive(MAX_ACTIVE).withMaxQueued(maxQueued);
        return new Places(config, Disciplines.of(discipline), limits);
    }

    private void come(Places places) {
        String client = "client" + random.nextInt(6);
        Ticket ticket = places.ask(client, "file" + random.nextInt(5));
        if (ticket == null) {
            return;
        }
        tickets.add(ticket);
        if (!ticket.isIn() && random.nextInt(10) > 0) {
            awaiting++;
            places.await(ticket, candidate(random.nextInt(1000), client), () -> awaiting--);
        }
    }

    private void leave(Places places) {
        if (!tickets.isEmpty()) {
            Ticket ticket = tickets.remove(random.nextInt(tickets.size()));
            boolean waited = ticket.onTurn != null && !ticket.isIn();
            places.giveBack(ticket);
            places.giveBack(ticket);
            awaiting -= waited ? 1 : 0;
        }
    }

    private void change(Places places) {
        if (!tickets.isEmpty()) {
            Ticket ticket = tickets.get(random.nextInt(tickets.size()));
            places.update(ticket, candidate(random.nextInt(1000), ticket.client));
        }
    }

    private void assertLimitsHold() {
        Map<String, Integer> byClient = new HashMap<>();
        Map<String, Integer> byFile = new HashMap<>();
        int in = 0;
        int told = 0;
        for (Ticket ticket : tickets) {
            if (ticket.isIn()) {
                in++;
                byClient.merge(ticket.client, 1, Integer::sum);
                byFile.merge(ticket.file, 1, Integer::sum);
            } else if (ticket.onTurn != null) {
                told++;
            }
        }
        assertThat(in).isLessThanOrEqualTo(MAX_ACTIVE);
        assertThat(byClient.values()).allMatch(count -> count <= limits.clientDownloads());
        assertThat(byFile.values()).allMatch(count -> count <= limits.fileDownloads());
        assertThat(told).as("those who wait are not told, and the others are").isEqualTo(awaiting);
        if (in < MAX_ACTIVE) {
            assertThat(tickets)
                    .noneMatch(ticket -> ticket.onTurn != null && ticket.stage() == Ticket.Stage.BEFORE_PLACE);
        }
    }

    private static Candidate candidate(int number, String client) {
        return new Candidate(number, client, Terms.NONE, number % 10, number, number, number);
    }
}
