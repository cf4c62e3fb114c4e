/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.spillway.manager.api.Terms;
import dev.spillway.valve.status.SiteServer.Answer;
import dev.spillway.valve.testing.StubManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages over HTTP, for visitors on this machine. */
class StatusSiteIT {
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([\\w-]{20,})\"");
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"\\\u0007.iso";

    @TempDir
    Path folder;

    private final StubManager manager = new StubManager();
    private SiteServer server;

    @BeforeEach
    void start() throws LifecycleException {
        manager.views.add(StubManager.view(7, Terms.ofClient("192.0.2.1"), HOSTILE));
        manager.views.add(StubManager.view(9, Terms.ofClient("192.0.2.2").withUser("Eve"), "b.iso"));
        server = new SiteServer(folder, manager, StatusSettings.parse("/down/loads", "/down/loads/metrics", ""));
    }

    @AfterEach
    void stop() throws LifecycleException {
        server.close();
    }

    private String token() throws IOException {
        Matcher matcher = TOKEN.matcher(server.get("/down/loads/status.json").body());
        assertThat(matcher.find()).isTrue();
        return PageOrigin.TOKEN_HEADER + ": " + matcher.group(1);
    }

    private static void assertJson(Answer answer) throws IOException {
        assertThat(answer.head()).contains("content-type: application/json");
        try (JsonParser parser = new JsonFactory().createParser(answer.body())) {
            while (parser.nextToken() != null) {
                parser.getText(); // fails if it is none
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/down/loads/,text/html",
        "/down/loads/page.css,text/css",
        "/down/loads/page.js,text/javascript",
        "/down/loads/ask.js,text/javascript",
        "/down/loads/format.js,text/javascript",
        "/down/loads/plot.js,text/javascript",
        "/down/loads/rows.js,text/javascript",
        "/down/loads/server.js,text/javascript",
        "/down/loads/icon.svg,image/svg+xml",
        "/down/loads/status.json,application/json",
        "/down/loads/history.json,application/json",
        "/down/loads/downloads.json,application/json",
        "/down/loads/metrics,text/plain"
    })
    void everyPageIsThereWithItsTypeAndIsKeptByNobody(String path, String type) throws IOException {
        Answer answer = server.get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head())
                .contains(
                        "content-type: " + type,
                        "cache-control: no-store",
                        "x-content-type-options: nosniff",
                        "x-frame-options: deny",
                        "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'")
                .doesNotContain("unsafe");
        assertThat(answer.body()).isNotEmpty();
        Answer head = server.send("HEAD", path, "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void thePageHasNothingInlineAndNothingFromElsewhere() throws IOException {
        String page = server.get("/down/loads/").body();
        assertThat(page).doesNotContain("<style", "style=", "://", " on").containsOnlyOnce("<script");
        assertThat(page).contains("<script type=\"module\" src=\"page.js\"></script>");
    }

    @Test
    void withoutASlashOneIsSentToThePage() throws IOException {
        Answer answer = server.get("/down/loads");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.head()).contains("location: /down/loads/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/down/loads/x",
                "/down/loads/page.html",
                "/down/loads/page.css/",
                "/down/loads/Reply.class",
                "/down/loads/LocalStrings.properties",
                "/down/loads/downloads/7",
                "/down/loads/downloads/-7/cancel",
                "/down/loads/downloads/1234567890123456789/cancel",
                "/down/loads/downloads/7/destroy"
            })
    void whatIsNotThereIsNotFound(String path) throws IOException {
        assertThat(server.get(path).status()).isEqualTo(404);
        assertThat(server.post(path, "", token()).status()).isEqualTo(404);
        assertThat(manager.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/down/loadsx", "/down", "/", "/DOWN/LOADS/"})
    void otherPathsAreLeftToOthers(String path) throws IOException {
        assertThat(server.get(path).head()).doesNotContain("content-security-policy");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/down/loads/,'get, head'",
        "PUT,/down/loads/status.json,'get, head'",
        "DELETE,/down/loads/metrics,'get, head'",
        "GET,/down/loads/drain,post",
        "GET,/down/loads/downloads/7/cancel,post",
        "PUT,/down/loads/downloads/7/cancel,post"
    })
    void theWrongMethodIsToldTheRightOnes(String method, String path, String allowed) throws IOException {
        Answer answer = server.send(method, path, "", token());
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.head()).contains("allow: " + allowed, "cache-control: no-store");
        assertThat(manager.asked).isEmpty();
    }

    @Test
    void theFiguresAreThoseOfTheManager() throws IOException {
        Answer answer = server.get("/down/loads/status.json");
        assertJson(answer);
        assertThat(answer.body())
                .contains("\"sent\":123456789012", "\"COMPLETED\":1", "\"rate\":55000", "\"p95\":0.05", "\"active\":2");
    }

    @Test
    void theDownloadsAreEscapedAndWhole() throws IOException {
        Answer answer = server.get("/down/loads/downloads.json");
        assertJson(answer);
        assertThat(answer.body())
                .contains(
                        "\"total\":2",
                        "\"file\":\"<img src=x onerror=alert(1)>\\\"\\\\\\u0007.iso\"",
                        "\"started\":\"2026-11-20T10:00:00Z\"",
                        "\"remaining\":35.0");
    }

    @Test
    void downloadsAreFoundByAnyOfTheirNamesWhateverTheCase() throws IOException {
        assertThat(server.get("/down/loads/downloads.json?match=eve").body())
                .contains("\"total\":2", "\"matching\":1", "b.iso")
                .doesNotContain("onerror");
        assertThat(server.get("/down/loads/downloads.json?match=%3CIMG").body()).contains("\"matching\":1", "onerror");
        assertThat(server.get("/down/loads/downloads.json?match=198.51").body()).contains("\"matching\":0");
    }

    @Test
    void aLongListIsCutAsAskedFor() throws IOException {
        LongStream.range(10, 1000).forEach(id -> manager.views.add(StubManager.view(id, Terms.NONE, "c.iso")));
        Answer answer = server.get("/down/loads/downloads.json?limit=3");
        assertThat(answer.body()).contains("\"total\":992");
        assertThat(answer.body().split("\"id\":", -1)).hasSize(4);
        for (String limit : new String[] {"x", "", "-1", "4294967295"}) {
            assertThat(server.get("/down/loads/downloads.json?limit=" + limit).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void theHistoryHasWhatWasSeen() throws IOException {
        server.watch().look();
        server.watch().look();
        Answer answer = server.get("/down/loads/history.json");
        assertJson(answer);
        assertThat(answer.body().split("\"active\":2", -1)).hasSize(3);
    }

    @Test
    void operationsWithTheTokenAreDone() throws IOException {
        String token = token();
        assertThat(server.post("/down/loads/downloads/7/cancel", "", token).body())
                .isEqualTo("{\"done\":true}");
        server.post("/down/loads/downloads/7/pause", "", token);
        server.post("/down/loads/downloads/7/resume", "", token);
        server.post("/down/loads/downloads/9/limit", "bytesPerSecond=2048", token);
        server.post("/down/loads/downloads/9/priority", "priority=8", token);
        server.post("/down/loads/drain", "", token);
        assertThat(server.get("/down/loads/status.json").body()).contains("\"draining\":true");
        server.post("/down/loads/endDrain", "", token);
        assertThat(manager.asked)
                .containsExactly(
                        "cancel 7",
                        "pause 7",
                        "resume 7",
                        "rate 2048 9",
                        "priority 8 9",
                        "draining true",
                        "draining false");
    }

    @Test
    void limitsThatAreNotNamedStay() throws IOException {
        server.post("/down/loads/limits", "rate=5000&clientRate=300", token());
        server.post("/down/loads/limits", "rate=6000", token());
        assertThat(manager.limits().bytesPerSecond()).isEqualTo(6000);
        assertThat(manager.limits().clientBytesPerSecond()).isEqualTo(300);
    }

    @Test
    void anOperationOnADownloadThatHasEndedSaysSo() throws IOException {
        Answer answer = server.post("/down/loads/downloads/8/cancel", "", token());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"error\":\"there is no download 8 any more\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "downloads/7/limit,''",
        "downloads/7/limit,bytesPerSecond=much",
        "downloads/7/priority,priority=10",
        "limits,rate=-1",
        "limits,rate="
    })
    void whatCantBeIsABadRequest(String operation, String form) throws IOException {
        Answer answer = server.post("/down/loads/" + operation, form, token());
        assertThat(answer.status()).isEqualTo(400);
        assertJson(answer);
        assertThat(manager.limits().bytesPerSecond()).isZero();
    }

    @Test
    void withoutTheTokenNothingIsDone() throws IOException {
        assertThat(server.post("/down/loads/downloads/7/cancel", "").status()).isEqualTo(403);
        assertThat(server.post("/down/loads/drain", "x=y", "X-Spillway-Token: x")
                        .status())
                .isEqualTo(403);
        assertThat(manager.asked).isEmpty();
    }

    @Test
    void aFormOfAnotherSiteDoesNothingEvenWithTheToken() throws IOException {
        assertThat(server.post("/down/loads/drain", "", token(), "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(server.post("/down/loads/drain", "", token(), "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(403);
        assertThat(manager.asked).isEmpty();
    }

    @Test
    void whoComesThroughAProxyOrByAStrangeNameSeesNothing() throws IOException {
        for (String path :
                new String[] {"/down/loads/", "/down/loads/status.json", "/down/loads/metrics", "/down/loads/x"}) {
            assertThat(server.get(path, "X-Forwarded-For: 127.0.0.1").status()).isEqualTo(403);
            assertThat(server.get(path, "Host: evil.example").status()).isEqualTo(403);
        }
    }

    @Test
    void metricsComeInTheFormatThatIsAskedFor() throws IOException {
        Answer answer = server.get("/down/loads/metrics", "Accept: application/openmetrics-text; version=1.0.0");
        assertThat(answer.head()).contains("content-type: application/openmetrics-text");
        assertThat(answer.body()).endsWith("# EOF\n");
    }
}
