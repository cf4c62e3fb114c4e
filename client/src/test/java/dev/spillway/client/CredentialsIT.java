/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.ScriptedServer;
import dev.spillway.client.testing.Session;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users and passwords go where they belong and nowhere else. */
class CredentialsIT {
    private static final byte[] CONTENT = Bytes.random(3_000_000, 65);

    @TempDir
    private Path directory;

    @Test
    void credentialsComeFromNetrcAndStayOutOfMessages() throws Exception {
        Path netrc = Files.writeString(directory.resolve("netrc"), "machine localhost\n login alice password s3cret\n");
        String wanted = "Basic " + Base64.getEncoder().encodeToString("alice:s3cret".getBytes(StandardCharsets.UTF_8));
        try (ScriptedServer server = new ScriptedServer(CONTENT, x -> {
                    if (!wanted.equals(x.header("authorization"))) {
                        x.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
                    } else if (x.number() % 2 == 0) {
                        x.reset();
                    } else {
                        x.answerProperly();
                    }
                });
                Session session = new Session(directory, options -> options.netrc(netrc))) {
            session.download(server.uri()).build().run();
            assertThat(session.events()).noneMatch(event -> event.contains("s3cret") || event.contains("alice"));
            session.assertFetched(CONTENT);
        }
    }

    @Test
    void credentialsDoNotFollowARedirectToAnotherHost() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (ScriptedServer other = new ScriptedServer(CONTENT, x -> {
                    seen.add(x.header("authorization") + " " + x.header("cookie"));
                    x.answerProperly();
                });
                ScriptedServer first = new ScriptedServer(
                        CONTENT,
                        x -> x.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:"
                                + other.port() + "/f\r\n\r\n"));
                Session session = new Session(directory, options -> options.headers(Map.of("Cookie", "session=1")))) {
            URI withUser = URI.create("http://alice:s3cret@localhost:" + first.port() + "/f");
            session.download(withUser).build().run();
            assertThat(seen).isNotEmpty().containsOnly("null null");
        }
    }
}
