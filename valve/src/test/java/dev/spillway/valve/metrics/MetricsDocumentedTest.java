/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.valve.testing.StubManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documentation has every metric with its type. */
class MetricsDocumentedTest {
    private static final Path DOCUMENTATION =
            Path.of("../docs/monitoring.md").toAbsolutePath().normalize();
    private static final Pattern ROW =
            Pattern.compile("^\\| `(spillway_\\w+)` \\| (\\w+) \\| [^|]+ \\|$", Pattern.MULTILINE);

    @Test
    void theTableIsThatOfTheExposition() throws IOException {
        Set<String> documented = ROW.matcher(Files.readString(DOCUMENTATION))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .collect(Collectors.toSet());
        byte[] text = new Exposition(new StubManager(), new DownloadMetrics())
                .page(null)
                .body();
        Set<String> exported = new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.substring("# TYPE ".length()))
                .collect(Collectors.toSet());
        assertThat(documented).isEqualTo(exported).contains("spillway_sent_bytes_total counter");
    }
}
