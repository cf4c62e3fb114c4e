/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.core.StandardService;
import org.apache.tomcat.util.IntrospectionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attributes as Tomcat sets them from {@code server.xml}. */
class LoggingValveTest {
    @TempDir
    private Path base;

    private final LoggingValve valve = new LoggingValve() {
        @Override
        public void invoke(Request request, Response response) {
            throw new UnsupportedOperationException();
        }
    };

    @BeforeEach
    void putIntoAServer() {
        StandardServer server = new StandardServer();
        server.setCatalinaBase(base.toFile());
        StandardService service = new StandardService();
        service.setServer(server);
        StandardEngine engine = new StandardEngine();
        engine.setService(service);
        valve.setContainer(engine);
    }

    @Test
    void defaults() {
        assertThat(valve.logSettings())
                .isEqualTo(new LogSettings(
                        LogForm.OFF,
                        base.resolve("logs"),
                        new LogNames("download_log", ".log", ".yyyy-MM-dd", true, false),
                        LogSettings.KEEP_ALL,
                        Duration.ofSeconds(1),
                        true,
                        false));
        assertThat(valve.describeLog())
                .isEqualTo("log=\"off\" logDirectory=\"logs\" logPrefix=\"download_log\" logSuffix=\".log\""
                        + " logFileDateFormat=\".yyyy-MM-dd\" logRotatable=\"true\" logRenameOnRotate=\"false\""
                        + " logMaxDays=\"-1\" logFlushInterval=\"1s\" logCheckExists=\"true\""
                        + " logRequestAttributesEnabled=\"false\"");
    }

    @Test
    void everyAttributeIsRead() {
        set("log", "json");
        set("logDirectory", "/var/log/spillway");
        set("logPrefix", "p");
        set("logSuffix", ".txt");
        set("logFileDateFormat", "-yyyy-MM");
        set("logRotatable", "false");
        set("logRenameOnRotate", "true");
        set("logMaxDays", "90");
        set("logFlushInterval", "0");
        set("logCheckExists", "false");
        set("logRequestAttributesEnabled", "true");
        assertThat(valve.logSettings())
                .isEqualTo(new LogSettings(
                        LogForm.JSON,
                        Path.of("/var/log/spillway"),
                        new LogNames("p", ".txt", "-yyyy-MM", false, true),
                        90,
                        Duration.ZERO,
                        false,
                        true));
    }

    @ParameterizedTest
    @CsvSource({
        "log, on",
        "logDirectory, a\u0000b",
        "logPrefix, a/b",
        "logSuffix, ../x",
        "logFileDateFormat, what",
        "logRotatable, yes",
        "logRenameOnRotate, 1",
        "logMaxDays, 0",
        "logFlushInterval, 2h",
        "logCheckExists, TRUE?",
        "logRequestAttributesEnabled, on",
    })
    void valueThatCannotBeUsedIsRefusedByName(String name, String value) {
        set(name, value);
        assertThatIllegalArgumentException()
                .isThrownBy(valve::logSettings)
                .withMessageContaining(name + "=\"")
                .withMessageContaining("such as \"");
    }

    private void set(String name, String value) {
        assertThat(IntrospectionUtils.setProperty(valve, name, value)).isTrue();
    }
}
