/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/relay.md has every figure, with the words of the code, and no other. */
class FiguresDocumentedTest {
    private static final Pattern FIGURE =
            Pattern.compile("Figure\\.(gauge|ratio|counter)\\(\\s*\"(\\w+)\",\\s*\"(\\w+)\",\\s*\"([^\"]+)\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `\\w+` \\| `spillway_relay_\\w+` \\| .* \\|$");

    @Test
    void asTheCodeHasThem() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String source : new String[] {"director/MainFigures.java", "terminal/TerminalFigures.java"}) {
            FIGURE.matcher(Files.readString(Path.of("src/main/java/dev/spillway/relay", source)))
                    .results()
                    .map(figure -> "| `" + figure.group(2) + "` | `" + figure.group(3)
                            + (figure.group(1).equals("counter") ? "_total" : "") + "` | " + figure.group(4) + " |")
                    .forEach(rows::add);
        }
        assertThat(rows).hasSizeGreaterThan(10);
        assertThat(ROW.matcher(Files.readString(Path.of("../docs/relay.md"))).results())
                .extracting(MatchResult::group)
                .containsExactlyElementsOf(rows);
    }
}
