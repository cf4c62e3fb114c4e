/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command {@code bin/spillway-relay} against a main server and two terminals, without a token on the same machine. */
class RelayCommandIT {
    private static RelayCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new RelayCluster("").terminals("t1", "t2");
    }

    @AfterAll
    static void stop() {
        Closing.all(cluster);
    }

    private static Path file(String name, String content) throws IOException {
        return Files.writeString(cluster.directory().resolve(name), content);
    }

    private static String done(String... arguments) {
        Programs.Result result = cluster.run(arguments);
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }

    private static void refused(int status, String says, String... arguments) {
        Programs.Result result = cluster.run(arguments);
        assertThat(result.output()).contains(says);
        assertThat(result.status()).as(result.output()).isEqualTo(status);
    }

    @Test
    void publishesWaitsAndShows() throws IOException {
        Path file = file("a.txt", "what is published");
        String said = done("publish", file.toString(), "--group", "all", "--wait");
        assertThat(said)
                .contains("a.txt, 17 B in 1 pieces, to 2 terminals of all")
                .contains("ended, 2 of 2 have it");
        for (String terminal : List.of("t1", "t2")) {
            assertThat(cluster.directory().resolve(terminal).resolve("files/a.txt"))
                    .hasContent("what is published");
        }
        String id = said.lines()
                .filter(line -> line.contains("17 B in"))
                .findFirst()
                .orElseThrow()
                .substring(0, 36);
        assertThat(done("status")).contains(id).contains("2/2").contains("a.txt");
        for (String named : List.of(id, id.substring(0, 8), "a.txt")) {
            assertThat(done("status", named))
                    .contains("source")
                    .contains(" t1 [")
                    .contains("] 100%  complete");
        }
        JsonNode json = DevTools.read(done("status", id, "--json"));
        assertThat(json.get("transfer").get("complete").asInt()).isEqualTo(2);
        assertThat(json.get("targets")).hasSize(2);
        refused(6, "ended", "cancel", id);
        refused(6, "in the store already", "publish", file.toString(), "--group", "all");
        done("publish", "--stored", "a.txt", "--group", "all", "--wait");
    }

    @Test
    void severalFilesAppearEachUnderItsName() throws IOException {
        Path one = file("one.txt", "1");
        Path two = file("two.txt", "22");
        refused(2, "--name", "publish", one.toString(), two.toString(), "--group", "all");
        done("publish", one.toString(), two.toString(), "--group", "all", "--name", "both", "--wait");
        Patience.await(
                "both",
                () -> Files.exists(cluster.directory().resolve("t1/files/one.txt"))
                        && Files.exists(cluster.directory().resolve("t2/files/two.txt")));
    }

    @Test
    void nodesAreListedDrainedAndActivated() {
        assertThat(done("nodes"))
                .contains("RANK")
                .contains("t1")
                .contains("active")
                .contains("/relay");
        assertThat(DevTools.read(done("nodes", "--json"))).hasSize(2);
        assertThat(done("drain", "t2")).contains("t2: is in no new transfer");
        assertThat(done("nodes")).contains("drained");
        assertThat(done("activate", "t2")).contains("in new transfers again");
        assertThat(done("nodes")).doesNotContain("drained");
    }

    @Test
    void theExitCodeSaysWhatIsWrong() throws IOException {
        refused(3, "no such terminal", "drain", "nobody");
        refused(3, "there is no transfer", "status", "nothing");
        refused(3, "is no file here", "publish", "gone.bin", "--group", "all");
        refused(2, "is no time", "publish", "x", "--group", "all", "--expire", "tomorrow");
        refused(2, "Missing required option: '--group", "publish", "x");
        Programs.Result nobody = Programs.tryRun(
                cluster.directory(),
                List.of(
                        Path.of("../bin/spillway-relay")
                                .toAbsolutePath()
                                .normalize()
                                .toString(),
                        "nodes",
                        "--server",
                        "http://127.0.0.1:1/relay"));
        assertThat(nobody.status()).as(nobody.output()).isEqualTo(4);
        assertThat(done("--help")).contains("publish").contains("Exit codes:");
    }

    /** A page of a stranger in a browser on this machine is on this machine, too. */
    @Test
    void strangersInABrowserHereAreKeptOut() {
        String path = "/admin/nodes/t1/drain";
        String port = Integer.toString(cluster.main().getPort());
        List<HttpResponse<String>> answers = List.of(
                cluster.ask("POST", path),
                cluster.ask("POST", path, "X-Spillway-Relay", "1", "Origin", "http://stranger.example"),
                cluster.ask("POST", path, "X-Spillway-Relay", "1", "Sec-Fetch-Site", "cross-site"),
                cluster.ask("GET", "/admin/nodes", "Origin", "http://127.0.0.1:1" + port),
                cluster.ask("GET", "/admin/nodes", "X-Forwarded-For", "192.0.2.1"));
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(403);
        RawResponse bent = RawHttpClient.exchange(
                cluster.main().getPort(),
                "GET /relay/admin/nodes HTTP/1.1\r\nHost: stranger.example:" + port + "\r\nConnection: close\r\n\r\n");
        assertThat(bent.head().status()).as("a name bent to this machine").isEqualTo(403);
        assertThat(cluster.ask("OPTIONS", path, "Origin", "http://stranger.example")
                        .headers()
                        .map())
                .as("nothing is allowed to other sites")
                .doesNotContainKey("access-control-allow-origin");
        assertThat(cluster.json("/admin/nodes").toString()).doesNotContain("DRAINED");
    }
}
