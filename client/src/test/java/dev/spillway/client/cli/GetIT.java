/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.Exchange;
import dev.spillway.client.testing.GetProcess;
import dev.spillway.client.testing.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command as a script sees it. */
class GetIT {
    private static final byte[] CONTENT = Bytes.random(700_000, 81);

    @TempDir
    private Path directory;

    private int get(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--server-stat=" + directory.resolve("stat"));
        all.add("--no-netrc");
        try (GetProcess process = GetProcess.start(List.of(), log(), all.toArray(String[]::new))) {
            return process.await(60);
        }
    }

    private Path log() {
        return directory.resolve("log");
    }

    @Test
    void jsonLinesAreJson() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT).slowedTo(700_000)) {
            assertThat(get("--json", "-d", directory.toString(), server.uri().toString()))
                    .isZero();
        }
        assertThat(Files.readAllBytes(directory.resolve("file.bin"))).isEqualTo(CONTENT);
        List<String> lines = Files.readAllLines(log());
        for (String line : lines) {
            try (JsonParser parser = new JsonFactory().createParser(line)) {
                while (parser.nextToken() != null) {
                    // Throws at what is not JSON.
                }
            }
        }
        assertThat(lines.get(lines.size() - 1))
                .contains("\"type\":\"finished\"")
                .contains("\"done\":700000");
    }

    @Test
    void exitCodesTellWhatHappened() throws Exception {
        try (ScriptedServer missing = new ScriptedServer(
                        CONTENT, x -> x.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
                ScriptedServer server = ScriptedServer.honest(CONTENT)) {
            String out = directory.resolve("out").toString();
            assertThat(get(missing.uri().toString(), "-o", out)).isEqualTo(3);
            assertThat(get("http://localhost:1/f", "-o", out, "--tries", "1")).isEqualTo(4);
            assertThat(get(server.uri().toString(), "-o", out, "-c", "md5=098f6bcd4621d373cade4e832627b4f6"))
                    .isEqualTo(6);
            assertThat(get(server.uri().toString(), "-o", "/proc/nowhere/out")).isEqualTo(7);
            assertThat(get("--no-such-option")).isEqualTo(2);
            assertThat(get("gopher://localhost/f")).isEqualTo(2);
            assertThat(get("-x", "1000", server.uri().toString())).isEqualTo(2);
            assertThat(directory.resolve("out")).doesNotExist();
        }
    }

    @Test
    void aListOfFiles() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT);
                ScriptedServer mirror = ScriptedServer.honest(CONTENT)) {
            Path list = Files.writeString(
                    directory.resolve("list"),
                    "# two files\n" + server.uri("/one") + "\t" + mirror.uri("/one") + "\n" + server.uri("/two")
                            + "\n  out=second\n");
            assertThat(get("-i", list.toString(), "-d", directory.toString())).isZero();
        }
        assertThat(Files.readAllBytes(directory.resolve("one"))).isEqualTo(CONTENT);
        assertThat(Files.readAllBytes(directory.resolve("second"))).isEqualTo(CONTENT);
    }

    @Test
    void mirrorsFromAFileAndAChecksum() throws Exception {
        try (ScriptedServer dead = new ScriptedServer(CONTENT, Exchange::reset);
                ScriptedServer mirror = ScriptedServer.honest(CONTENT)) {
            Path mirrors = Files.writeString(directory.resolve("mirrors"), mirror.uri() + "\n");
            String out = directory.resolve("out").toString();
            String sum = Bytes.sha256(CONTENT).toString();
            assertThat(get(
                            "-m",
                            mirrors.toString(),
                            "-o",
                            out,
                            "-c",
                            sum,
                            "--tries=1",
                            dead.uri().toString()))
                    .isZero();
        }
        assertThat(Files.readAllBytes(directory.resolve("out"))).isEqualTo(CONTENT);
    }

    @Test
    void aMetalinkDocumentNamesFilesMirrorsAndChecksums() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT)) {
            String hash = Bytes.sha256(CONTENT).toString().replace("sha-256=", "");
            Path document = Files.writeString(
                    directory.resolve("files.meta4"),
                    "<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\"><file name=\"../named\"><hash"
                            + " type=\"sha-256\">"
                            + hash + "</hash><url>" + server.uri() + "</url></file></metalink>");
            assertThat(get("--metalink", document.toString(), "-d", directory.toString()))
                    .isZero();
        }
        assertThat(Files.readAllBytes(directory.resolve("named"))).isEqualTo(CONTENT);
    }

    @Test
    void interruptedItSaysSoAndTheNextCallGoesOn() throws Exception {
        byte[] large = Bytes.random(3_000_000, 82);
        Path out = directory.resolve("out");
        String[] call = {"--no-netrc", "--json", "-o", out.toString(), "--server-stat=" + directory.resolve("stat")};
        try (ScriptedServer server = ScriptedServer.honest(large).slowedTo(1_000_000)) {
            List<String> arguments = new ArrayList<>(List.of(call));
            arguments.add(server.uri().toString());
            try (GetProcess process = GetProcess.start(List.of(), log(), arguments.toArray(String[]::new))) {
                await().atMost(60, TimeUnit.SECONDS).until(() -> server.sent() > large.length / 3);
                process.interrupt();
                assertThat(process.await(60)).isEqualTo(130);
            }
            assertThat(out).doesNotExist();
            assertThat(get("--json", "-o", out.toString(), server.uri().toString()))
                    .isZero();
            assertThat(Files.readString(log())).contains("goes on with");
        }
        assertThat(Files.readAllBytes(out)).isEqualTo(large);
    }

    @Test
    void helpNamesTheExitCodes() throws Exception {
        assertThat(get("--help")).isZero();
        assertThat(Files.readString(log())).contains("--links-per-server").contains("Exit codes:");
    }
}
