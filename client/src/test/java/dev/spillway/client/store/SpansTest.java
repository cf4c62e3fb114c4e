/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpansTest {
    @Test
    void neighboursOfOneOwnerBecomeOne() {
        Spans spans = new Spans();
        spans.add(0, 10, 1);
        spans.add(20, 30, 1);
        spans.add(10, 20, 1);
        assertThat(spans.all()).containsExactly(new Span(0, 30, 1));
    }

    @Test
    void anotherOwnerTakesHisPart() {
        Spans spans = new Spans();
        spans.add(0, 30, 1);
        spans.add(10, 20, 2);
        assertThat(spans.all()).containsExactly(new Span(0, 10, 1), new Span(10, 20, 2), new Span(20, 30, 1));
        assertThat(spans.total()).isEqualTo(30);
        assertThat(spans.ownedBy(1)).hasSize(2);
    }

    @Test
    void gapsAreWhatIsNotThere() {
        Spans spans = new Spans();
        spans.add(5, 10, 1);
        assertThat(spans.gaps(0, 20)).extracting(Span::start).containsExactly(0L, 10L);
        assertThat(spans.covers(5, 10)).isTrue();
        assertThat(spans.covers(5, 11)).isFalse();
    }

    @Test
    void theSameAsAnArrayUnderRandomChanges() {
        SplittableRandom random = new SplittableRandom(9);
        int[] owners = new int[200];
        Arrays.fill(owners, Span.NOBODY);
        Spans spans = new Spans();
        for (int i = 0; i < 5_000; i++) {
            int start = random.nextInt(200);
            int end = random.nextInt(start, 200) + 1;
            int owner = random.nextInt(-1, 3);
            Arrays.fill(owners, start, end, owner);
            if (owner == Span.NOBODY) {
                spans.remove(start, end);
            } else {
                spans.add(start, end, owner);
            }
            assertThat(toArray(spans)).isEqualTo(owners);
            assertThat(spans.total())
                    .isEqualTo(Arrays.stream(owners).filter(some -> some >= 0).count());
        }
    }

    private static int[] toArray(Spans spans) {
        int[] owners = new int[200];
        Arrays.fill(owners, Span.NOBODY);
        for (Span span : spans.all()) {
            Arrays.fill(owners, (int) span.start(), (int) span.end(), span.owner());
        }
        return owners;
    }
}
