/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.request;

import dev.spillway.relay.plan.Performance;
import dev.spillway.relay.request.FileSpec.Compression;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A transport request as bytes. Numbers are big-endian; {@code text} is its length in bytes in two bytes, then UTF-8; times are seconds since 1970 in eight bytes.
 *
 * <pre>
 * transfer 16 | issue 4 | issued 8 | lapses 8 | main text | source text | fan-out 1 | measured 1
 * name text | type text | digest 32 | size 8 | piece size 4 | piece digests 32 each, as many as the size needs
 * activation 8 | expiry 8 | compression text | key follows 1 | key 0 or 32
 * targets 4, then for each: id text | address text | relays 1 | response, microseconds 8 | upload, B/s 8 | download, B/s 8 | reliability, 1/10000 2
 * </pre>
 *
 * <p>Each request has just one form: what is read and written again gives the same bytes, or is refused.
 */
final class RequestCodec {
    private static final double MICROS = 1e6;
    private static final double PARTS = 10_000;

    /** An hour: nobody waits so long for an acknowledgement. */
    private static final long MOST_MICROS = 3_600_000_000L;

    /** Bytes per second, low enough for a double to hold it exactly. */
    private static final long MOST_RATE = 1L << 50;

    private RequestCodec() {}

    static byte[] write(TransportRequest request) {
        WireWriter out = new WireWriter();
        out.number(8, request.transfer().getMostSignificantBits());
        out.number(8, request.transfer().getLeastSignificantBits());
        out.number(4, request.issue());
        out.number(8, request.issued().getEpochSecond());
        out.number(8, request.lapses().getEpochSecond());
        out.text(request.main().toString());
        out.text(request.source().toString());
        out.number(1, request.fanOut());
        out.number(1, request.measuredFanOut() ? 1 : 0);
        write(request.file(), out);
        out.number(4, request.targets().size());
        request.targets().forEach(target -> write(target, out));
        return out.bytes();
    }

    private static void write(FileSpec file, WireWriter out) {
        out.text(file.name());
        out.text(file.type());
        out.raw(file.digest().bytes());
        out.number(8, file.pieces().fileBytes());
        out.number(4, file.pieces().pieceBytes());
        file.pieces().digests().forEach(digest -> out.raw(digest.bytes()));
        out.number(8, file.activation().getEpochSecond());
        out.number(8, file.expiry().getEpochSecond());
        out.text(file.compression().name());
        out.number(1, file.key().isPresent() ? 1 : 0);
        file.key().ifPresent(key -> out.raw(key.bytes()));
    }

    private static void write(Target target, WireWriter out) {
        out.text(target.id());
        out.text(target.address().toString());
        out.number(1, target.relays() ? 1 : 0);
        out.number(8, rounded(target.performance().responseSeconds() * MICROS, 0, MOST_MICROS));
        out.number(8, rounded(target.performance().uploadRate(), 1, MOST_RATE));
        out.number(8, rounded(target.performance().downloadRate(), 1, MOST_RATE));
        out.number(2, Math.round(target.performance().reliability() * PARTS));
    }

    /** Measurements are no promises: one that is beyond the form is written as the nearest that is not. */
    private static long rounded(double value, long least, long most) {
        return Math.max(least, Math.min(most, Math.round(value)));
    }

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if it is not one, or a value is out of its bounds
     */
    static TransportRequest read(byte[] bytes) {
        try {
            WireReader in = new WireReader(bytes);
            UUID transfer = new UUID(in.number(8), in.number(8));
            int issue = (int) in.bounded("issue", 4, Integer.MAX_VALUE);
            Instant issued = Instant.ofEpochSecond(in.number(8));
            Instant lapses = Instant.ofEpochSecond(in.number(8));
            URI main = URI.create(in.text());
            URI source = URI.create(in.text());
            int fanOut = (int) in.number(1);
            boolean measuredFanOut = in.bounded("measured fan-out", 1, 1) == 1;
            FileSpec file = readFile(in);
            TransportRequest request = new TransportRequest(
                    transfer, issue, issued, lapses, main, source, file, fanOut, measuredFanOut, readTargets(in));
            in.end();
            return request;
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("a time is out of all bounds", e);
        }
    }

    private static FileSpec readFile(WireReader in) {
        String name = in.text();
        String type = in.text();
        Sha256 digest = in.digest();
        long size = in.bounded("size", 8, Pieces.MOST_FILE_BYTES);
        int pieceBytes = (int) in.bounded("piece size", 4, Pieces.MOST_PIECE_BYTES);
        Bounds.check("piece size", pieceBytes, Pieces.LEAST_PIECE_BYTES, Pieces.MOST_PIECE_BYTES);
        long count = (size + pieceBytes - 1) / pieceBytes;
        List<Sha256> digests = new ArrayList<>();
        for (long piece = 0; piece < count; piece++) {
            // Ends at the end of the input, whatever the size says.
            digests.add(in.digest());
        }
        Instant activation = Instant.ofEpochSecond(in.number(8));
        Instant expiry = Instant.ofEpochSecond(in.number(8));
        Compression compression = Compression.valueOf(in.text());
        Optional<PieceKey> key =
                in.bounded("key", 1, 1) == 1 ? Optional.of(PieceKey.of(in.raw(PieceKey.BYTES))) : Optional.empty();
        Pieces pieces = new Pieces(size, pieceBytes, digests);
        return new FileSpec(name, type, digest, pieces, activation, expiry, compression, key);
    }

    private static List<Target> readTargets(WireReader in) {
        long count = in.bounded("targets", 4, TransportRequest.MOST_TARGETS);
        List<Target> targets = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            String id = in.text();
            URI address = URI.create(in.text());
            boolean relays = in.bounded("relays", 1, 1) == 1;
            double response = in.bounded("response", 8, MOST_MICROS) / MICROS;
            double upload = in.bounded("upload", 8, MOST_RATE);
            double download = in.bounded("download", 8, MOST_RATE);
            double reliability = in.bounded("reliability", 2, (long) PARTS) / PARTS;
            targets.add(new Target(id, address, relays, new Performance(response, upload, download, reliability)));
        }
        return targets;
    }
}
