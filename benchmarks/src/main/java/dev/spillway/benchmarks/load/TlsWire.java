/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/** The client's side of TLS. Everything is decrypted, and so authenticated, also what is thrown away. */
final class TlsWire implements Wire {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;

    /** Received and not decrypted, to be written to. */
    private final ByteBuffer records;

    /** Decrypted and not read, to be read from. */
    private final ByteBuffer plain;

    private boolean isAtEnd;

    /** Whether no whole record was there when one was looked for last. */
    private boolean isDrained;

    TlsWire(SocketChannel channel, SSLEngine engine) throws IOException {
        this.channel = channel;
        this.engine = engine;
        engine.setUseClientMode(true);
        engine.beginHandshake();
        records = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .limit(0);
    }

    @Override
    public boolean isOpen() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> send(NOTHING);
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_UNWRAP -> {
                    if (!decrypt()) {
                        if (isAtEnd) {
                            throw new EOFException("closed in the handshake");
                        }
                        return false;
                    }
                }
                default -> {
                    return true;
                }
            }
        }
    }

    @Override
    public void send(ByteBuffer request) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(request, record);
        channel.write(record.flip());
        if (request.hasRemaining() || record.hasRemaining()) {
            throw new IOException("request not taken");
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int before = target.position();
        while (target.hasRemaining() && (plain.hasRemaining() || decrypt())) {
            int count = Math.min(target.remaining(), plain.remaining());
            target.put(plain.slice(plain.position(), count));
            plain.position(plain.position() + count);
        }
        int read = target.position() - before;
        return read == 0 && isAtEnd ? -1 : read;
    }

    @Override
    public long discard(long maxBytes) throws IOException {
        if (!plain.hasRemaining() && !decrypt()) {
            return isAtEnd ? -1 : 0;
        }
        int count = (int) Math.min(maxBytes, plain.remaining());
        plain.position(plain.position() + count);
        return count;
    }

    @Override
    public boolean hasMore() {
        return plain.hasRemaining() || !isDrained;
    }

    /** Decrypts one record, which may be one without any bytes for us; false if none is there in full. */
    private boolean decrypt() throws IOException {
        isDrained = false;
        while (!isAtEnd) {
            SSLEngineResult result;
            try {
                result = engine.unwrap(records.flip(), plain.clear());
            } finally {
                records.compact();
                plain.flip();
            }
            if (result.getStatus() == SSLEngineResult.Status.OK) {
                return true;
            }
            int read = result.getStatus() == SSLEngineResult.Status.CLOSED ? -1 : channel.read(records);
            isAtEnd = read < 0;
            if (read == 0) {
                break;
            }
        }
        isDrained = true;
        return false;
    }
}
