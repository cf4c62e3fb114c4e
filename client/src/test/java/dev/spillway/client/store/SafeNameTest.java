/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeNameTest {
    @ParameterizedTest
    @CsvSource({
        "file.iso, file.iso",
        "../../etc/passwd, passwd",
        "..\\..\\boot.ini, boot.ini",
        "/absolute/name, name",
        ".bashrc, bashrc",
        "..., download",
        "'', download",
        "dir/, download",
        "con, _con",
        "COM1.txt, _COM1.txt",
        "a:b*c?.txt, abc.txt",
        "name.txt., name.txt",
        "grün.txt, grün.txt",
    })
    void staysInItsDirectory(String proposal, String name) {
        assertThat(SafeName.of(proposal)).isEqualTo(name);
    }

    @Test
    void controlAndDirectionCharactersGo() {
        assertThat(SafeName.of("a\u0000b\nc\u202etxt.exe")).isEqualTo("abctxt.exe");
    }

    @Test
    void leavesRoomForTheEndingsOfThePartialFile() {
        assertThat(SafeName.of("ü".repeat(500))).hasSize(100);
    }
}
