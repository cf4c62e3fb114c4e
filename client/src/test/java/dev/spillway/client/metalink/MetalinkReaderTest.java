/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.metalink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 5854. */
class MetalinkReaderTest {
    private static final String SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static List<Metalink> read(String xml) throws IOException {
        return MetalinkReader.read(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFileWithEverything() throws IOException {
        Metalink file = read("""
                <?xml version="1.0" encoding="UTF-8"?>
                <metalink xmlns="urn:ietf:params:xml:ns:metalink">
                  <file name="example.ext">
                    <size>14471447</size>
                    <identity>Example</identity>
                    <hash type="md5">098f6bcd4621d373cade4e832627b4f6</hash>
                    <hash type="sha-256">%s</hash>
                    <pieces length="8000000" type="sha-256"><hash>%s</hash><hash>%s</hash></pieces>
                    <url location="de" priority="2">ftp://ftp.example.com/example.ext</url>
                    <url location="fr" priority="1">http://example.com/example.ext</url>
                    <url>magnet:?xt=something</url>
                  </file>
                </metalink>
                """.formatted(SHA256, SHA256, SHA256)).get(0);
        assertThat(file.name()).isEqualTo("example.ext");
        assertThat(file.size()).hasValue(14_471_447);
        assertThat(file.locations())
                .containsExactly(
                        URI.create("http://example.com/example.ext"), URI.create("ftp://ftp.example.com/example.ext"));
        assertThat(file.checksum().orElseThrow()).hasToString("sha-256=" + SHA256);
        assertThat(file.pieces().orElseThrow().fit(14_471_447)).isTrue();
        assertThat(file.pieces().orElseThrow().fit(16_000_001)).isFalse();
    }

    @Test
    void documentTypesAndEntitiesAreRefused() {
        String bomb = "<!DOCTYPE m [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><metalink"
                + " xmlns=\"urn:ietf:params:xml:ns:metalink\"><file name=\"&a;\"/></metalink>";
        assertThatThrownBy(() -> read(bomb)).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNotMetalinkIsRefused() {
        assertThatThrownBy(() -> read("<html/>"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no file");
        assertThatThrownBy(() -> read("not xml")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\"><file name=\"x\">"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\"><file name=\"x\">"
                        + "<size>many</size></file></metalink>"))
                .isInstanceOf(IOException.class);
    }
}
