/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.client.api.DownloadOptions;
import dev.spillway.client.testing.Bytes;
import dev.spillway.client.testing.ScriptedServer;
import dev.spillway.client.testing.SocksServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyIT {
    private static final byte[] CONTENT = Bytes.random(500_000, 71);

    @TempDir
    private Path directory;

    private void get(String proxy, URI uri) throws Exception {
        DownloadOptions options = DownloadOptions.builder().proxy(proxy).build();
        try (DownloadClient client = new DownloadClient(options)) {
            Path file = Download.builder(client, uri)
                    .output(directory.resolve("out"))
                    .build()
                    .run();
            assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
        }
    }

    @Test
    void plainRequestsReachAnHttpProxyInAbsoluteForm() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (ScriptedServer proxy = new ScriptedServer(CONTENT, x -> {
            seen.add(x.path() + " " + x.header("proxy-authorization"));
            x.answerProperly();
        })) {
            get("http://u:p@localhost:" + proxy.port(), URI.create("http://nowhere.invalid:81/f?q"));
            assertThat(seen).containsExactly("http://nowhere.invalid:81/f?q Basic dTpw");
        }
    }

    @Test
    void namesAreLeftToASocksProxy() throws Exception {
        try (ScriptedServer server = ScriptedServer.honest(CONTENT);
                SocksServer proxy = new SocksServer(server.port())) {
            get("socks5://u:p@localhost:" + proxy.port(), URI.create("http://nowhere.invalid:81/f"));
            assertThat(proxy.asked()).contains("nowhere.invalid:81 for u:p");
        }
    }
}
