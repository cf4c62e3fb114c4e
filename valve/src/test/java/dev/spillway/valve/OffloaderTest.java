/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.manager.api.TransferListener;
import dev.spillway.manager.core.EmbeddedManager;
import dev.spillway.valve.log.DownloadLog;
import dev.spillway.valve.log.LogForm;
import dev.spillway.valve.log.LogNames;
import dev.spillway.valve.log.LogSettings;
import dev.spillway.valve.policy.DownloadRules;
import dev.spillway.valve.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.catalina.core.StandardContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of answers that stay with Tomcat: no request here can be taken over, as there is no connection. */
class OffloaderTest {
    private static final OffloadRules TAKES_ALL = OffloadRules.parse("0", "", "", "", "");

    @TempDir
    private Path dir;

    private EmbeddedManager manager;
    private Path path;

    @BeforeEach
    void start() throws IOException {
        manager = EmbeddedManager.start(ManagerConfig.defaults().withLoops(1));
        path = Files.write(dir.resolve("file"), new byte[100]);
    }

    @AfterEach
    void stopWithNothingOpen() {
        assertThat(manager.stats().openFiles()).isZero();
        assertThat(manager.stats().total()).isZero();
        assertThat(manager.stop(Duration.ZERO).cut()).isZero();
    }

    @Test
    void aConditionalHeadIsAnsweredAsAGetWouldBe() throws Exception {
        Exchange exchange = new Exchange("HEAD").with("If-None-Match", "*");
        offload(exchange);
        assertThat(exchange.response().getStatus()).isEqualTo(304);
    }

    /** The application has acted already, so its answer stands: RFC 9110 section 13.1 has 304 for GET and HEAD only. */
    @ParameterizedTest
    @CsvSource({
        "POST, If-None-Match, *",
        "POST, If-Modified-Since, 'Sun, 02 Feb 2120 02:02:02 GMT'",
        "POST, If-Match, \"other\"",
        "POST, If-Unmodified-Since, 'Sun, 02 Feb 1992 02:02:02 GMT'",
        "POST, Range, bytes=0-9",
        "PUT, If-None-Match, *",
    })
    void conditionsOfOtherMethodsAreTheApplicationsBusiness(String method, String name, String value) throws Exception {
        Exchange exchange = new Exchange(method).with(name, value);
        offload(exchange);
        assertThat(exchange.response().getStatus()).isEqualTo(200);
    }

    private void offload(Exchange exchange) throws IOException {
        FileOffer offer = new FileOffer(path, 0, FileOffer.END_OF_FILE, false, 0, false);
        ErrorPage errorPage = new ErrorPage(new StandardContext());
        Admission admission = new Admission(
                TAKES_ALL,
                PolicySet.parse("", "tomcat"),
                PolicySet.parseGuard("", "tomcat"),
                DownloadRules.parse("rules", ""),
                true);
        new Offloader((request, response) -> offer, admission, manager, noLog(), TransferListener.NONE, errorPage)
                .offload(exchange.request(), exchange.response(), List.of(), System.nanoTime());
    }

    private DownloadLog noLog() {
        LogNames names = new LogNames("none", ".log", ".yyyy", false, false);
        return DownloadLog.start(
                new LogSettings(LogForm.OFF, dir, names, LogSettings.KEEP_ALL, Duration.ZERO, false, false));
    }
}
