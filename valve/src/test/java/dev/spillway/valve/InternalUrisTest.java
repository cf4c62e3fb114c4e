/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternalUrisTest {
    @TempDir
    Path temp;

    private InternalUris uris;

    @BeforeEach
    void makeFiles() throws IOException {
        temp = temp.toRealPath();
        for (String name : new String[] {"files/a b.iso", "files/deep/c", "files/img/d", "pictures/e", "secret"}) {
            Path file = temp.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
        uris = InternalUris.parse("/protected/=" + temp + "/files/, /protected/img/ = " + temp + "/pictures");
    }

    @ParameterizedTest
    @CsvSource({
        "/protected/a%20b.iso, files/a b.iso",
        "/protected/a b.iso, files/a b.iso",
        "/protected/deep/c, files/deep/c",
        "/protected/deep/c?expires=1&x=/../y, files/deep/c",
        "/protected//deep/./c, files/deep/c",
        "//protected/deep/c, files/deep/c",
        "/protected/deep/c/, files/deep/c",
        "/protected/img/e, pictures/e",
        "/protected/%69mg/e, pictures/e",
    })
    void theLongestPrefixWins(String uri, String file) throws Exception {
        assertThat(uris.locate(uri)).isEqualTo(temp.resolve(file));
    }

    @ParameterizedTest
    @CsvSource({
        "/protected/img/d, 404",
        "/protected/nothing, 404",
        "/protected/deep, 404",
        "/protected/, 403",
        "/protected, 403",
        "/protectedimg/e, 403",
        "/secret, 403",
        "/, 403",
        "@named, 403",
        "protected/a, 403",
        "/protected/../secret, 403",
        "/protected/%2e%2e/secret, 403",
        "/protected/%2e%2e%2fsecret, 403",
        "/protected/..%5csecret, 403",
        "/protected/a%00, 403",
        "/protected/deep/c%3fx, 404",
    })
    void othersAreRefused(String uri, int status) {
        assertThatExceptionOfType(RefusedOfferException.class)
                .isThrownBy(() -> uris.locate(uri))
                .satisfies(e -> assertThat(e.status()).isEqualTo(status));
    }

    @Test
    void aPrefixCanNotReachIntoAFolderOfAnother() throws IOException {
        Files.createSymbolicLink(temp.resolve("pictures/link"), temp.resolve("files/deep/c"));
        assertThatExceptionOfType(RefusedOfferException.class)
                .isThrownBy(() -> uris.locate("/protected/img/link"))
                .satisfies(e -> assertThat(e.status()).isEqualTo(404));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/protected/", "/protected=TEMP/files", "protected/=TEMP/files", "=TEMP/files", "//=TEMP/files",
                "/a//b/=TEMP/files", "/protected/=", "/protected/=files", "/protected/=TEMP/secret", "/protected/=/",
                "/protected/=/proc", "/p/=TEMP/files,/p/=TEMP/pictures"
            })
    void aBadMappingIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InternalUris.parse(text.replace("TEMP", temp.toString())))
                .withMessageContaining("internal");
    }

    @Test
    void nothingIsMappedByDefault() {
        assertThat(InternalUris.parse("").isEmpty()).isTrue();
        assertThat(uris.isEmpty()).isFalse();
    }
}
