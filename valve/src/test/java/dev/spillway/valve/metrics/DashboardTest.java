/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spillway.manager.api.Outcome;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.valve.testing.StubManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The dashboard for Grafana asks for metrics and variables that there are. Whether Grafana takes it is told by {@code
 * bin/check-dashboard}, which needs npm.
 */
class DashboardTest {
    private static final Path DASHBOARD =
            Path.of("../conf/grafana-dashboard.json").toAbsolutePath().normalize();
    private static final Pattern METRIC = Pattern.compile("\\bspillway_[a-z_]+");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z]+)\\b");

    /** The values of all fields of a name, wherever they are. */
    private static List<String> values(String field) throws IOException {
        List<String> values = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(DASHBOARD.toFile())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals(field)
                        && parser.nextToken().isScalarValue()) {
                    values.add(parser.getText());
                }
            }
        }
        return values;
    }

    private static Set<String> exported() {
        DownloadMetrics metrics = new DownloadMetrics();
        metrics.ended(new TransferEnd(Outcome.COMPLETED, 1, Optional.of(Duration.ZERO), Duration.ZERO));
        byte[] text = new Exposition(new StubManager(), metrics).page(null).body();
        return new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void everyMetricThatIsAskedForIsExported() throws IOException {
        List<String> asked = values("expr").stream()
                .flatMap(expression -> METRIC.matcher(expression).results().map(MatchResult::group))
                .distinct()
                .toList();
        assertThat(asked).hasSizeGreaterThan(10).isSubsetOf(exported());
    }

    /** Those of Grafana itself begin with two underscores. */
    @Test
    void everyVariableThatIsUsedIsDeclared() throws IOException {
        List<String> used = Stream.of("expr", "uid")
                .flatMap(field -> uncheckedValues(field).stream())
                .flatMap(value -> VARIABLE.matcher(value).results().map(match -> match.group(1)))
                .distinct()
                .toList();
        assertThat(used).containsExactlyInAnyOrder("datasource", "instance");
        assertThat(values("name")).containsAll(used);
    }

    private static List<String> uncheckedValues(String field) {
        try {
            return values(field);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void panelsHaveTitlesAndNumbersOfTheirOwn() throws IOException {
        assertThat(values("id")).hasSize(10).doesNotHaveDuplicates();
        assertThat(values("title")).hasSize(11).doesNotHaveDuplicates().doesNotContain("");
        assertThat(values("uid")).contains("spillway-downloads", "${datasource}");
    }
}
