/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.relay.plan.Performance;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBoundsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../a", "a/b", "/a", "a\\b", ".hidden", "a\nb", "a\u202eb", "a\0b"})
    void namesCannotLeadOutOfTheFolder(String name) {
        assertThatThrownBy(() -> Requests.file(name, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesAreShort() {
        assertThatThrownBy(() -> Requests.file("ü".repeat(101), 1)).hasMessageContaining("202");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://a/", "http:/a", "a", "http://user:secret@a/", "http://a/#b"})
    void addressesAreServers(String address) {
        Performance performance = new Performance(0, 1, 1, 1);
        assertThatThrownBy(() -> new Target("t", URI.create(address), true, performance))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDigestsFitTheSize() {
        assertThatThrownBy(() -> new Pieces((1 << 20) + 1, 1 << 20, List.of(Sha256.over(new byte[0]))))
                .hasMessageContaining("1 piece digests for a file of 2 pieces");
        assertThatThrownBy(() -> new Pieces(-1, 1 << 20, List.of())).hasMessageContaining("fileBytes=-1");
        assertThatThrownBy(() -> new Pieces(1, 1, List.of())).hasMessageContaining("pieceBytes=1");
        assertThatThrownBy(() -> new Pieces(Pieces.MOST_FILE_BYTES, Pieces.LEAST_PIECE_BYTES, List.of()))
                .hasMessageContaining("pieces=");
    }

    @Test
    void aTransferHasTargets() {
        assertThatThrownBy(() -> Requests.request(0)).hasMessageContaining("targets=0");
    }
}
