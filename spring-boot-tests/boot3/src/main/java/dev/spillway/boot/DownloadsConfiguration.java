/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.boot;

import dev.spillway.valve.DownloadValve;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the valve into the Tomcat of a Spring Boot 3 application. */
@Configuration(proxyBeanMethods = false)
public class DownloadsConfiguration {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> downloads() {
        return factory -> {
            DownloadValve valve = new DownloadValve();
            valve.setMinSize("256KiB");
            valve.setStatusPath("/spillway");
            valve.setMetricsPath("/spillway/metrics");
            factory.addEngineValves(valve);
        };
    }
}
