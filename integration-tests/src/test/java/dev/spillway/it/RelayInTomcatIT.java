/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Terminals inside two Tomcats. */
@EachTomcat
class RelayInTomcatIT {
    private static final int BYTES = 1 << 20;

    private RelayCluster cluster;
    private TerminalTomcat one;
    private TerminalTomcat two;

    @Parameter
    TomcatVersion version;

    @BeforeEach
    void start() {
        cluster = new RelayCluster("");
        one = new TerminalTomcat(cluster, version, "one", "127.0.0.1", "0");
        two = new TerminalTomcat(cluster, version, "two", "127.0.0.2", "0");
        cluster.awaitNodes(2);
    }

    @AfterEach
    void stop() {
        Closing.all(one, two, cluster);
    }

    @Test
    void eachServesToItsClientsAndNamesTheOther() throws IOException {
        Path file = Files.write(cluster.directory().resolve("big.bin"), new byte[BYTES]);
        Programs.Result result = cluster.run("publish", file.toString(), "--group", "all", "--wait");
        assertThat(result.status()).as(result.output()).isZero();
        String copy = "<" + two.url("/files/big.bin") + ">; rel=duplicate; pri=1";
        // What the valve serves calls itself as the client did; a terminal, as its options say.
        for (List<String> place : List.of(
                List.of("/files/big.bin", "http://localhost/files/big.bin"),
                List.of("/relay/files/big.bin", one.url("/files/big.bin")))) {
            String path = place.get(0);
            Patience.await(
                    "word of the copy at " + path,
                    () -> one.get(path, RawHttpClient.CLOSE).head().toString().contains(copy));
            RawResponse answer = one.get(path, "Range: bytes=1-", RawHttpClient.CLOSE);
            assertThat(answer.status()).isEqualTo(206);
            assertThat(answer.body()).hasSize(BYTES - 1);
            assertThat(answer.head().toString()).contains("Repr-Digest").contains(copy);
            RawResponse metalink = one.get(path + "?metalink", RawHttpClient.CLOSE);
            assertThat(metalink.text())
                    .contains("<size>" + BYTES + "</size>")
                    .contains("<pieces length=\"65536\" type=\"sha-256\">")
                    .contains(">" + place.get(1) + "</url>")
                    .contains(two.url("/files/big.bin") + "</url>");
        }
        assertThat(one.downloads("TotalDownloads")).as("taken off Tomcat").isGreaterThan(3);
    }
}
