/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.boot;

import dev.spillway.micrometer.SpillwayMetrics;
import dev.spillway.valve.DownloadValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the valve into the Tomcat of a Spring Boot 4 application. */
@Configuration(proxyBeanMethods = false)
public class DownloadsConfiguration {
    @Bean
    DownloadValve downloadValve() {
        DownloadValve valve = new DownloadValve();
        valve.setMinSize("256KiB");
        valve.setStatusPath("/spillway");
        valve.setMetricsPath("/spillway/metrics");
        return valve;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> downloads(DownloadValve valve) {
        return factory -> factory.addEngineValves(valve);
    }

    @Bean
    SpillwayMetrics downloadMetrics(DownloadValve valve) {
        return new SpillwayMetrics(valve);
    }
}
