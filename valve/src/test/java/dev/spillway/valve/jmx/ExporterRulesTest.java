/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.valve.metrics.DownloadMetrics;
import dev.spillway.valve.metrics.Exposition;
import dev.spillway.valve.testing.StubManager;
import io.prometheus.jmx.JmxCollector;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** The rules for the JMX exporter, run by the exporter itself on the real beans. */
class ExporterRulesTest {
    private static final Path RULES =
            Path.of("../conf/jmx_exporter.yml").toAbsolutePath().normalize();

    private final StubManager manager = new StubManager();

    private List<String> export(String valveName) throws Exception {
        ManagerBeans beans = ManagerBeans.register(manager, new ObjectName(valveName));
        try {
            PrometheusRegistry registry = new PrometheusRegistry();
            new JmxCollector(RULES.toFile()).register(registry);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            PrometheusTextFormatWriter.create().write(text, registry.scrape());
            return text.toString(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("spillway_"))
                    .toList();
        } finally {
            beans.unregister();
        }
    }

    @Test
    void everyLineIsOneOfTheMetricsOfTheValve() throws Exception {
        String own = new String(
                new Exposition(manager, new DownloadMetrics()).page(null).body(), StandardCharsets.UTF_8);
        List<String> exported = export("Tomcat:type=Valve,name=DownloadValve");
        assertThat(exported).hasSize(20);
        assertThat(own.lines()).containsAll(exported);
    }

    @Test
    void aValveInAHostOrAContextIsToldFromOthers() throws Exception {
        assertThat(export("Catalina:type=Valve,host=localhost,context=/shop,name=DownloadValve"))
                .hasSize(20)
                .contains("spillway_downloads_active{context=\"/shop\",host=\"localhost\"} 0.0")
                .contains(
                        "spillway_downloads_ended_total{context=\"/shop\",host=\"localhost\",outcome=\"client_gone\"} 2.0");
    }
}
