/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.spillway.relay.request.FileSpec;
import dev.spillway.relay.request.FileSpec.Compression;
import dev.spillway.relay.request.PieceKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Packs and unpacks the pieces of one transfer. Safe for use by any number of threads.
 *
 * <pre>
 * form 1: bit 0 zstd, bit 1 AES-GCM | nonce 12, if encrypted | content, with the tag of 16 at its end if encrypted
 * </pre>
 *
 * The tag is also over form, transfer and number of the piece, so that none can be given out for another. A piece that zstd does not make shorter by a twentieth
 * travels as it is.
 */
public final class PiecePacker {
    /** MIME type of a packed piece. */
    public static final String TYPE = "application/vnd.spillway.piece";

    /** Bytes by which a packed piece may be longer than the piece itself. */
    public static final int MOST_OVERHEAD_BYTES = 64;

    private static final int ZSTD = 1;
    private static final int AES = 2;
    private static final int LEVEL = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final UUID transfer;
    private final Compression compression;
    private final Optional<PieceKey> key;
    private final SecureRandom random = new SecureRandom();

    public PiecePacker(UUID transfer, FileSpec file) {
        this.transfer = transfer;
        this.compression = file.compression();
        this.key = file.key();
    }

    /** Whether pieces of this file travel packed. */
    public static boolean packs(FileSpec file) {
        return file.compression() != Compression.NONE || file.key().isPresent();
    }

    /** Whether zstd makes a piece worth packing. */
    public static boolean pays(byte[] piece) {
        return Zstd.compress(piece, LEVEL).length <= piece.length - piece.length / 20;
    }

    /** A piece as it travels. */
    public byte[] pack(int piece, byte[] content) {
        byte[] shorter = compression == Compression.ZSTD ? Zstd.compress(content, LEVEL) : content;
        boolean zipped = shorter.length <= content.length - content.length / 20 && compression == Compression.ZSTD;
        byte[] body = zipped ? shorter : content;
        int form = (zipped ? ZSTD : 0) | (key.isPresent() ? AES : 0);
        if (key.isEmpty()) {
            return ByteBuffer.allocate(1 + body.length)
                    .put((byte) form)
                    .put(body)
                    .array();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, form, piece, nonce, body);
        return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                .put((byte) form)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * The piece that travelled so.
     *
     * @param length of the piece, beyond which nothing is unpacked
     * @throws IllegalArgumentException if it is not a packed piece, was not encrypted though it should be, or was changed on its way
     */
    public byte[] unpack(int piece, byte[] packed, int length) {
        if (packed.length < 1 || packed[0] < 0 || packed[0] > (ZSTD | AES)) {
            throw new IllegalArgumentException("no packed piece");
        }
        int form = packed[0];
        boolean sealed = (form & AES) != 0;
        if (sealed != key.isPresent() || (sealed && packed.length < 1 + NONCE_BYTES)) {
            throw new IllegalArgumentException("a piece that is " + (sealed ? "" : "not ") + "encrypted");
        }
        ByteBuffer in = ByteBuffer.wrap(packed, 1, packed.length - 1);
        byte[] nonce = sealed ? take(in, NONCE_BYTES) : new byte[0];
        byte[] body = take(in, in.remaining());
        if (sealed) {
            body = cipher(Cipher.DECRYPT_MODE, form, piece, nonce, body);
        }
        return (form & ZSTD) == 0 ? body : unzip(body, length);
    }

    private static byte[] take(ByteBuffer in, int count) {
        byte[] taken = new byte[count];
        in.get(taken);
        return taken;
    }

    private static byte[] unzip(byte[] body, int length) {
        try {
            return Zstd.decompress(body, length);
        } catch (ZstdException e) {
            throw new IllegalArgumentException("zstd cannot unpack the piece to " + length + " bytes", e);
        }
    }

    private byte[] cipher(int mode, int form, int piece, byte[] nonce, byte[] body) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key.orElseThrow().forAes(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(ByteBuffer.allocate(21)
                    .put((byte) form)
                    .putLong(transfer.getMostSignificantBits())
                    .putLong(transfer.getLeastSignificantBits())
                    .putInt(piece)
                    .flip());
            return cipher.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the piece was changed on its way, or is under another key", e);
        }
    }
}
