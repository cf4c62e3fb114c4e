/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.client.digest.PieceChecksums;
import dev.spillway.client.metalink.Metalink;
import dev.spillway.client.metalink.MetalinkReader;
import dev.spillway.relay.request.Pieces;
import dev.spillway.relay.request.Sha256;
import dev.spillway.relay.store.PieceCutter;
import dev.spillway.relay.terminal.PublishedFile;
import dev.spillway.valve.DownloadValve;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients are told by Tomcats that have a published file, and where it leads them. */
class MirrorValveIT {
    private static final String HOSTILE = "<a href='x'>&amp; %2e é;b.iso";
    private static final URI ELSEWHERE = URI.create("https://two.example/files/big%20file.iso");
    private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

    @TempDir
    Path folder;

    private final List<FileNode> nodes = new ArrayList<>();

    @AfterEach
    void stop() throws LifecycleException {
        for (FileNode node : nodes) {
            node.close();
        }
    }

    private FileNode node(String minSize, boolean redirects) throws Exception {
        FileNode node = new FileNode(folder, nodes.size() + 1, minSize, "0", redirects);
        nodes.add(node);
        return node;
    }

    /** Writes a file to a node and publishes it there. */
    private static PublishedFile publish(FileNode node, String name, byte[] content, PublishedFile.Copy... copies)
            throws Exception {
        Path path = Files.write(node.folder().resolve(name), content);
        PublishedFile file = new PublishedFile(
                name,
                path,
                "application/octet-stream",
                content.length,
                Sha256.over(content),
                Instant.EPOCH,
                Instant.MAX,
                Optional.of(PieceCutter.cut(path, Pieces.LEAST_PIECE_BYTES).pieces()),
                List.of(copies));
        node.publish(file);
        return file;
    }

    private static byte[] content(int bytes) {
        byte[] content = new byte[bytes];
        new Random(7).nextBytes(content);
        return content;
    }

    /** Of files that leave through the valve, that Tomcat sends by itself, and that it would compress. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "1GiB"})
    void everyAnswerAboutTheFileSaysWhereElseItIs(String minSize) throws Exception {
        FileNode node = node(minSize, false);
        byte[] content = "text that can be made shorter, ".repeat(8_000).getBytes(StandardCharsets.US_ASCII);
        publish(node, "a.txt", content, new PublishedFile.Copy(ELSEWHERE, 2, 0.5));
        URI url = node.url("a.txt");
        HttpResponse<byte[]> whole = FileNode.send("GET", url, "Accept-Encoding", "gzip");
        assertThat(whole.body()).isEqualTo(content);
        assertThat(whole.statusCode()).isEqualTo(200);
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> part = FileNode.send("GET", url, "Range", "bytes=5-9");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).hasSize(5);
        HttpResponse<byte[]> unchanged = FileNode.send("GET", url, "If-None-Match", tag);
        assertThat(unchanged.statusCode()).isEqualTo(304);
        HttpResponse<byte[]> head = FileNode.send("HEAD", url);
        String digest = Base64.getEncoder().encodeToString(Sha256.over(content).bytes());
        for (HttpResponse<byte[]> answer : List.of(whole, part, unchanged, head)) {
            assertThat(answer.headers().allValues("Link"))
                    .as("links of a %s", answer.statusCode())
                    .containsExactly(
                            "<./a.txt?metalink>; rel=describedby; type=\"application/metalink4+xml\"",
                            "<" + ELSEWHERE + ">; rel=duplicate; pri=2");
            assertThat(answer.headers().allValues("Repr-Digest")).containsExactly("sha-256=:" + digest + ":");
            assertThat(answer.headers().allValues("Digest")).containsExactly("SHA-256=" + digest);
        }
        assertThat(node.bytesSent() > content.length).isEqualTo(minSize.equals("1"));
    }

    @Test
    void errorsAreNotTheFile() throws Exception {
        FileNode node = node("1", false);
        publish(node, "a.bin", content(100), new PublishedFile.Copy(ELSEWHERE, 1, 0));
        PublishedFile gone = publish(node, "gone.bin", content(100), new PublishedFile.Copy(ELSEWHERE, 1, 0));
        Files.delete(gone.path());
        List<HttpResponse<byte[]>> answers = new ArrayList<>();
        answers.add(FileNode.send("GET", node.url("a.bin"), FileNode.UNWELCOME, "yes"));
        answers.add(FileNode.send("GET", URI.create(node.url("a.bin") + "?metalink"), FileNode.UNWELCOME, "yes"));
        answers.add(FileNode.send("GET", node.url("a.bin"), "Range", "bytes=1000-"));
        answers.add(FileNode.send("GET", node.url("other.bin")));
        answers.add(FileNode.send("GET", node.url("gone.bin")));
        answers.add(FileNode.send("GET", URI.create(node.url("gone.bin") + "?metalink")));
        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(403, 403, 416, 404, 404, 404);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.headers().map()).doesNotContainKeys("link", "digest", "repr-digest");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("two.example");
        });
    }

    @Test
    void aNameOrAnyNumberOfCopiesBreaksNoHead() throws Exception {
        FileNode node = node("1", false);
        PublishedFile.Copy[] copies = new PublishedFile.Copy[500];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = new PublishedFile.Copy(URI.create("https://node" + i + ".example/files/x"), i + 1, 0);
        }
        publish(node, HOSTILE, content(3), copies);
        HttpResponse<byte[]> answer = FileNode.send("GET", node.url(HOSTILE));
        assertThat(answer.statusCode()).isEqualTo(200);
        List<String> links = answer.headers().allValues("Link");
        assertThat(links.get(0))
                .startsWith("<./%3Ca%20href%3D%27x%27%3E%26amp%3B%20%252e%20%C3%A9%3Bb.iso?metalink>; rel");
        assertThat(links)
                .hasSizeBetween(50, 100)
                .element(50)
                .asString()
                .contains("node49")
                .endsWith("pri=50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1GiB"})
    void theMetalinkDocumentHasAllPlaces(String minSize) throws Exception {
        FileNode node = node(minSize, false);
        byte[] content = content(1 << 20);
        publish(
                node,
                HOSTILE,
                content,
                new PublishedFile.Copy(ELSEWHERE, 1, 0),
                new PublishedFile.Copy(URI.create("https://three.example/x"), 3, 0));
        URI url = URI.create(node.url(HOSTILE) + "?metalink");
        HttpResponse<byte[]> answer = FileNode.send(
                "GET",
                url,
                "Range",
                "bytes=0-3",
                "If-None-Match",
                "*",
                "If-Modified-Since",
                "Sat, 01 Jan 2200 00:00:00 GMT");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/metalink4+xml");
        assertThat(answer.headers().map()).doesNotContainKeys("etag", "content-range", "accept-ranges", "repr-digest");
        Metalink metalink = MetalinkReader.read(answer.body()).get(0);
        assertThat(metalink.name()).isEqualTo(HOSTILE);
        assertThat(metalink.size()).hasValue(content.length);
        assertThat(metalink.checksum().orElseThrow().toString())
                .contains(Sha256.over(content).toString());
        PieceChecksums pieces = metalink.pieces().orElseThrow();
        assertThat(pieces.pieceBytes()).isEqualTo(Pieces.LEAST_PIECE_BYTES);
        assertThat(pieces.values()).hasSize(16);
        byte[] third = Arrays.copyOfRange(content, 2 * Pieces.LEAST_PIECE_BYTES, 3 * Pieces.LEAST_PIECE_BYTES);
        assertThat(pieces.values().get(2)).hasToString("sha-256=" + Sha256.over(third));
        assertThat(metalink.locations())
                .containsExactly(ELSEWHERE, node.url(HOSTILE), URI.create("https://three.example/x"));
        HttpResponse<byte[]> head = FileNode.send("HEAD", url);
        assertThat(head.headers().firstValue("Content-Length")).hasValue(String.valueOf(answer.body().length));
    }

    @Test
    void browsersAreSentOnToWhoHasLessToDo() throws Exception {
        FileNode node = node("1", true);
        publish(
                node,
                "big file.iso",
                content(1 << 20),
                new PublishedFile.Copy(URI.create("https://one.example/x"), 1, 0.7),
                new PublishedFile.Copy(ELSEWHERE, 2, 0.3));
        URI url = node.url("big file.iso");
        node.load = 0.49;
        assertThat(FileNode.send("GET", url, "Accept", BROWSER).statusCode()).isEqualTo(200);
        node.load = 0.9;
        HttpResponse<byte[]> sentOn = FileNode.send("GET", url, "Accept", BROWSER);
        assertThat(sentOn.statusCode()).isEqualTo(307);
        assertThat(sentOn.body()).isEmpty();
        assertThat(sentOn.headers().firstValue("Location")).hasValue(ELSEWHERE + "?spillway-sent-on");
        assertThat(sentOn.headers().map()).doesNotContainKeys("link", "etag", "repr-digest");
        assertThat(FileNode.send("GET", url, "Accept", "*/*").statusCode()).isEqualTo(200);
        assertThat(FileNode.send("GET", url, "Accept", BROWSER, "Range", "bytes=0-1")
                        .statusCode())
                .isEqualTo(206);
        assertThat(FileNode.send("GET", url, "Accept", BROWSER, FileNode.UNWELCOME, "yes")
                        .statusCode())
                .isEqualTo(403);
        assertThat(FileNode.send("HEAD", url, "Accept", BROWSER).statusCode()).isEqualTo(200);
    }

    @Test
    void twoWhoEachTakeTheOtherForIdleSendNobodyInCircles() throws Exception {
        FileNode one = node("1", true);
        FileNode two = node("1", true);
        byte[] content = content(1 << 20);
        publish(one, "a.bin", content, new PublishedFile.Copy(two.url("a.bin"), 1, 0));
        publish(two, "a.bin", content, new PublishedFile.Copy(one.url("a.bin"), 1, 0));
        one.load = 1;
        two.load = 1;
        HttpClient browser = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
        HttpResponse<byte[]> answer = browser.send(
                HttpRequest.newBuilder(one.url("a.bin"))
                        .header("Accept", BROWSER)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(answer.uri().getAuthority()).isEqualTo(two.url("a.bin").getAuthority());
    }

    @Test
    void aWrongPlaceOrOptionStopsTheStart() throws Exception {
        MirrorValve slash = new MirrorValve();
        slash.setPath("/files/");
        assertThatThrownBy(() -> start(slash)).rootCause().hasMessageStartingWith("path=\"/files/\" is no path");
        MirrorValve word = new MirrorValve();
        word.setRedirectBrowsers("yes");
        assertThatThrownBy(() -> start(word)).rootCause().hasMessageStartingWith("redirectBrowsers=\"yes\"");
        assertThatThrownBy(() -> start(new MirrorValve(), new DownloadValve()))
                .rootCause()
                .hasMessageContaining("put it behind that");
        assertThatThrownBy(() -> start(new MirrorValve()))
                .rootCause()
                .hasMessageContaining("there is no dev.spillway.relay.tomcat.TerminalValve");
        MirrorValve outside = new MirrorValve();
        outside.setContainer(new StandardEngine());
        assertThatThrownBy(outside::start).rootCause().hasMessageContaining("put it into a Context");
    }

    private void start(Valve... valves) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.resolve("unwilling").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", folder.toString());
        for (Valve valve : valves) {
            context.getPipeline().addValve(valve);
        }
        try {
            tomcat.start();
            ((Lifecycle) valves[0]).start();
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
