/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answer as the difference to what the application has set. */
class AnswerPlanTest {
    @Test
    void whatIsSetReplacesFieldsOfTheSameNameInAnyCase() {
        AnswerPlan plan = new AnswerPlan(200, Map.of("ETag", "\"a\""), Set.of("content-range"), List.of());
        assertThat(plan.dropped()).containsExactlyInAnyOrder("etag", "content-range");
    }

    @Test
    void anAnswerAsAnnouncedChangesNothing() {
        AnswerPlan plan = AnswerPlan.asAnnounced(206, new FileRegion(5, 10));
        assertThat(plan.status()).isEqualTo(206);
        assertThat(plan.fields()).isEmpty();
        assertThat(plan.dropped()).isEmpty();
        assertThat(plan.body()).containsExactly(new FileRegion(5, 10));
    }

    @Test
    void theLengthIsThatOfAllPieces() {
        AnswerPlan plan =
                new AnswerPlan(206, Map.of(), Set.of(), List.of(new Bytes(new byte[7]), new FileRegion(0, 1L << 40)));
        assertThat(plan.length()).isEqualTo(7 + (1L << 40));
        assertThat(plan.hasBody()).isTrue();
        assertThat(new AnswerPlan(304, Map.of(), Set.of(), List.of()).hasBody()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"200, false", "206, false", "304, false", "412, true", "416, true"})
    void tellsErrors(int status, boolean isError) {
        assertThat(new AnswerPlan(status, Map.of(), Set.of(), List.of()).isError())
                .isEqualTo(isError);
    }
}
