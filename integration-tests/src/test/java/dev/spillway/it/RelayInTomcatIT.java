/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Terminals inside two Tomcats as an administrator sets them up: one jar in {@code lib}, two elements in {@code server.xml}, one in {@code context.xml}. */
@EachTomcat
class RelayInTomcatIT {
    private static final int BYTES = 1 << 20;

    private final List<TomcatProcess> tomcats = new ArrayList<>();
    private RelayCluster cluster;

    @Parameter
    TomcatVersion version;

    @BeforeEach
    void start() {
        cluster = new RelayCluster("");
        for (String name : List.of("one", "two")) {
            int port = RelayCluster.freePort();
            TomcatBase base = TomcatBase.of(version)
                    .shortLived()
                    .lib(BuildPaths.of("spillway.relay.tomcat.jar"))
                    .connector("port", Integer.toString(port));
            String files = base.app("ROOT").path("files").toString();
            base.conf(
                            "terminal.properties",
                            cluster.terminal(name, port)
                                            .replace(
                                                    "folder=files",
                                                    "folder=" + files + "\nstate="
                                                            + base.directory().resolve("state"))
                                    + "files=http://127.0.0.1:" + port + "/files/\n")
                    .inHost(valve("dev.spillway.valve.DownloadValve").with("minSize", "64KiB"))
                    .inHost(valve("dev.spillway.relay.tomcat.TerminalValve").with("conf", "conf/terminal.properties"));
            base.conf(
                    "context.xml",
                    "<Context>"
                            + valve("dev.spillway.relay.tomcat.mirror.MirrorValve")
                                    .with("path", "/files") + "</Context>");
            tomcats.add(TomcatProcess.start(base));
        }
        cluster.awaitNodes(2);
    }

    private static XmlElement valve(String type) {
        return new XmlElement("Valve").with("className", type);
    }

    @AfterEach
    void stop() {
        tomcats.forEach(TomcatProcess::close);
        Closing.all(cluster);
    }

    @Test
    void eachServesToItsClientsAndNamesTheOther() throws IOException {
        Path file = Files.write(cluster.directory().resolve("big.bin"), new byte[BYTES]);
        Programs.Result result = cluster.run("publish", file.toString(), "--group", "all", "--wait");
        assertThat(result.status()).as(result.output()).isZero();
        TomcatProcess one = tomcats.get(0);
        TomcatProcess two = tomcats.get(1);
        String copy = "<http://127.0.0.1:" + two.port() + "/%s/big.bin>; rel=duplicate; pri=1".formatted("files");
        for (String path : List.of("/files/big.bin", "/relay/files/big.bin")) {
            Patience.await(
                    "word of the copy at " + path,
                    () -> RawHttpClient.get(one.port(), path, RawHttpClient.CLOSE)
                            .head()
                            .toString()
                            .contains(copy));
            RawResponse answer = RawHttpClient.get(one.port(), path, "Range: bytes=1-", RawHttpClient.CLOSE);
            assertThat(answer.status()).isEqualTo(206);
            assertThat(answer.body()).hasSize(BYTES - 1);
            assertThat(answer.head().toString()).contains("Repr-Digest").contains(copy);
            RawResponse metalink = RawHttpClient.get(one.port(), path + "?metalink", RawHttpClient.CLOSE);
            assertThat(metalink.text())
                    .contains("<size>" + BYTES + "</size>")
                    .containsPattern("http://(localhost|127.0.0.1:" + one.port() + ")/files/big.bin</url>")
                    .contains(":" + two.port() + "/files/big.bin</url>");
        }
        assertThat(one.jmx().downloads("TotalDownloads")).as("taken off Tomcat").isGreaterThan(3);
    }
}
