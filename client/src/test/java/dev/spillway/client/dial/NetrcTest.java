/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetrcTest {
    @TempDir
    private Path directory;

    private Netrc read(String text) throws IOException {
        return Netrc.read(Files.writeString(directory.resolve("netrc"), text));
    }

    @Test
    void machinesDefaultsCommentsAndMacros() throws IOException {
        Netrc netrc = read("""
                # a comment
                machine One.example login alice password "p
                machine two.example
                  login bob
                  password secret account x
                macdef init
                machine not.a.machine login no password no

                default login anonymous password me@example
                """);
        assertThat(netrc.forHost("one.example").orElseThrow().password()).isEqualTo("\"p");
        assertThat(netrc.forHost("TWO.example").orElseThrow().user()).isEqualTo("bob");
        assertThat(netrc.forHost("not.a.machine").orElseThrow().user()).isEqualTo("anonymous");
    }

    @Test
    void whatIsWrongIsSaidWithoutItsWords() {
        assertThatThrownBy(() -> read("hunter2 machine x"))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void credentialsDoNotShowThemselves() {
        Credentials found = Credentials.fromUserInfo(URI.create("http://al%40ice:p%3Aw+@host/"))
                .orElseThrow();
        assertThat(found).isEqualTo(new Credentials("al@ice", "p:w+"));
        assertThat(found.toString()).doesNotContain("al@ice").doesNotContain("p:w");
        assertThatThrownBy(() -> new Credentials("a\r\nX: y", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("X: y");
    }
}
