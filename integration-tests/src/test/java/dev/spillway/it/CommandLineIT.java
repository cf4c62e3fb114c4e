/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code bin/spillway} against a running Tomcat. */
@EachTomcat
class CommandLineIT {
    private static final Path SCRIPT =
            Path.of("../bin/spillway").toAbsolutePath().normalize();

    private static Site site;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        site = new Site(1);
        TomcatBase base = TomcatBase.of(version).valve("stallTimeout", "1h").shortLived();
        site.install(base.app("ROOT"));
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, site);
    }

    private Programs.Result run(String... arguments) {
        assertThat(BuildPaths.of("spillway.cli.jar"))
                .as("the jar that the script looks for")
                .isRegularFile();
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        return Programs.tryRun(site.directory(), command);
    }

    /** Adds whose downloads are meant. */
    private Programs.Result runHere(String... arguments) {
        return run(Stream.concat(Stream.of(arguments), Stream.of("--pid", Long.toString(tomcat.pid())))
                .toArray(String[]::new));
    }

    private static void assertDone(Programs.Result result) {
        assertThat(result.status()).as(result.output()).isZero();
    }

    private String id() {
        return tomcat.jmx().downloads().get(0).get("id").toString();
    }

    @Test
    void statusShowsTheFigures() {
        Takeovers.byManager(tomcat, () -> RawHttpClient.get(tomcat.port(), Site.LONG));
        Programs.Result table = runHere("status");
        assertDone(table);
        assertThat(table.output()).contains("Catalina:type=DownloadManager,name=DownloadValve");
        assertThat(table.output())
                .containsPattern("TotalDownloads +" + tomcat.jmx().downloads("TotalDownloads") + "\n");
        JsonNode json = DevTools.read(runHere("status", "--json").output());
        assertThat(json.get("BytesSent").asLong()).isEqualTo(tomcat.jmx().downloads("BytesSent"));
        assertThat(json.get("Draining").isBoolean()).isTrue();
    }

    @Test
    void downloadsAreListedHeldAndEnded() {
        try (PausedClients clients = new PausedClients(tomcat).ask(Site.LONG)) {
            assertThat(runHere("list").output()).containsPattern(id() + " +SENDING +127\\.0\\.0\\.1 .*/long0\\.bin\n");
            assertDone(runHere("pause", id()));
            Patience.await("the pause", () -> "PAUSED".equals(row().get("state").asText()));
            assertDone(runHere("resume", id()));
            assertDone(runHere("limit", "--to", "50MiB", id()));
            assertDone(runHere("priority", "--to", "8", id()));
            Patience.await("the limit", () -> row().get("limit").asLong() == 50L << 20);
            assertThat(row().get("priority").asInt()).isEqualTo(8);
            assertThat(runHere("list", "--json", "--client", "192.0.2.1").output())
                    .isEmpty();
            long cancelled = tomcat.jmx().downloads("Cancelled");
            assertDone(runHere("cancel", id()));
            clients.finish(0);
            Patience.await("the end", () -> tomcat.jmx().downloads("Cancelled") == cancelled + 1);
        }
    }

    private JsonNode row() {
        return DevTools.read(runHere("list", "--json").output());
    }

    @Test
    void theWholeManagerIsLimitedAndDrained() {
        assertDone(runHere("limit", "--to", "1M", "--all"));
        assertThat(tomcat.jmx().downloads("RateLimit")).isEqualTo(1L << 20);
        assertDone(runHere("limit", "--to", "0", "--all"));
        assertThat(tomcat.jmx().downloads("RateLimit")).isZero();
        assertDone(runHere("drain"));
        Takeovers.byTomcat(tomcat, () -> RawHttpClient.get(tomcat.port(), Site.LONG));
        assertDone(runHere("drain", "--end"));
        Takeovers.byManager(tomcat, () -> RawHttpClient.get(tomcat.port(), Site.LONG));
    }

    @Test
    void anAddressOfJmxIsAsGoodAsAProcess() {
        assertDone(run("status", "--url", tomcat.jmx().address()));
    }

    /** There may be other Tomcats on this machine; then it says which. */
    @Test
    void withoutAProcessTomcatIsFound() {
        Programs.Result result = run("status");
        assertThat(result.status()).isIn(0, 2);
        assertThat(result.output()).contains(result.status() == 0 ? "DownloadManager" : Long.toString(tomcat.pid()));
    }

    @ParameterizedTest
    @CsvSource({
        "cancel 4711, 4, there is no download 4711",
        "limit --to 1M 4711 4712, 4, 'no download 4711, 4712'",
        "priority --to 12 4711, 2, priority",
        "limit --to much --all, 2, such as",
        "limit --to 1M, 2, Missing",
        "list --manager nowhere, 3, nowhere",
        "cancel, 2, Missing",
        "destroy, 2, Unmatched"
    })
    void whatDoesNotWorkHasItsExitCodeAndReason(String command, int status, String reason) {
        Programs.Result result = runHere(command.split(" ", -1));
        assertThat(result.output()).contains(reason).doesNotContain("\tat ");
        assertThat(result.status()).as(result.output()).isEqualTo(status);
    }

    @Test
    void aProcessThatIsNotThereIsNotReached() {
        Programs.Result result = run("status", "--pid", "999999999");
        assertThat(result.status()).as(result.output()).isEqualTo(3);
    }

    @Test
    void helpNamesCommandsAndExitCodes() {
        Programs.Result result = run("--help");
        assertDone(result);
        assertThat(result.output())
                .contains("status", "list", "cancel", "pause", "resume", "limit", "priority", "drain", "Exit codes:");
        assertThat(run("list", "--help").output()).contains("--json", "--client");
        assertThat(run("--version").output()).startsWith("spillway 0.");
    }
}
