/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyPieceTest {

    @Test
    void literalDoesNotFollowItsSource() {
        byte[] source = {1, 2, 3};
        BodyPiece.Literal literal = new BodyPiece.Literal(source);
        source[0] = 9;
        assertThat(literal.buffer()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void literalIsReadFromTheStartEveryTime() {
        BodyPiece.Literal literal = new BodyPiece.Literal(new byte[] {1, 2, 3});
        literal.buffer().position(2);
        assertThat(literal.buffer().remaining()).isEqualTo(3);
        assertThat(literal.buffer().isReadOnly()).isTrue();
    }

    @Test
    void literalWithoutBytesIsRefused() {
        assertThatThrownBy(() -> new BodyPiece.Literal(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sliceMayEndAtTheLargestPosition() {
        assertThat(new BodyPiece.FileSlice(Long.MAX_VALUE - 1, 1).length()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 0", "0, -1", "9223372036854775807, 1", "1, 9223372036854775807"})
    void sliceOutOfBoundsIsRefused(long position, long length) {
        assertThatThrownBy(() -> new BodyPiece.FileSlice(position, length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position=" + position)
                .hasMessageContaining("length=" + length);
    }
}
