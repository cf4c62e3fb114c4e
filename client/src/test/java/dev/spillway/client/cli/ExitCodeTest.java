/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.api.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exit codes that scripts can rely on. */
class ExitCodeTest {
    @Test
    void theDocumentationListsEachWithTheWordsOfTheHelp() throws Exception {
        String document = Files.readString(Path.of("../docs/get.md"));
        for (ExitCode code : ExitCode.values()) {
            assertThat(document).contains("| " + code.code() + " | " + code.meaning() + " |");
        }
    }

    @Test
    void noTwoAreTheSameAndNoFailureLooksLikeSuccess() {
        List<Integer> codes =
                Arrays.stream(ExitCode.values()).map(ExitCode::code).toList();
        assertThat(codes).doesNotHaveDuplicates();
        for (Failure failure : Failure.values()) {
            assertThat(ExitCode.of(failure)).isNotIn(ExitCode.OK, ExitCode.INTERNAL, ExitCode.USAGE);
        }
    }
}
