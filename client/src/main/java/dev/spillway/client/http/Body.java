/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Content of an answer, framed by length, by chunks or by the end of the connection (RFC 9112 section 6.3). */
public abstract sealed class Body {
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final int LONGEST_CHUNK_LINE = 4096;
    private static final int LONGEST_TRAILERS = 100;

    final HttpInput in;
    boolean complete;

    private Body(HttpInput in) {
        this.in = in;
    }

    static Body of(ResponseHead head, HttpInput in) throws ProtocolException {
        Set<String> lengths = new LinkedHashSet<>(head.headers().tokens("content-length"));
        List<String> codings = head.headers().tokens("transfer-encoding");
        if (head.status() == 204 || head.status() == 304) {
            return new Fixed(in, 0);
        }
        if (!codings.isEmpty()) {
            // Both fields together are the sign of an attempt to smuggle; and only chunked was ever asked for.
            if (!codings.equals(List.of("chunked")) || !lengths.isEmpty()) {
                throw new ProtocolException("the server framed its answer with transfer codings " + codings
                        + (lengths.isEmpty() ? "" : " and a length"));
            }
            return new Chunked(in);
        }
        if (lengths.isEmpty()) {
            return new UntilClose(in);
        }
        String length = String.join(",", lengths);
        if (!LENGTH.matcher(length).matches()) {
            throw new ProtocolException("the server's content length " + lengths + " is no number");
        }
        return new Fixed(in, Long.parseLong(length));
    }

    /**
     * The next bytes.
     *
     * @return number of bytes, at least 1; -1 at the proper end
     * @throws EOFException if the connection ended before the content did
     */
    public abstract int read(byte[] target, int offset, int length) throws IOException;

    /** Length of the content where it was announced. */
    public OptionalLong length() {
        return OptionalLong.empty();
    }

    /** Whether the end of the content can be told from a connection that broke. */
    public boolean isDelimited() {
        return true;
    }

    /** Whether all of it was read and nothing came after it, so that the connection can serve another request. */
    boolean leavesCleanConnection() {
        return complete && isDelimited() && !in.hasLeftover();
    }

    private static final class Fixed extends Body {
        private final long length;
        private long left;

        Fixed(HttpInput in, long length) {
            super(in);
            this.length = length;
            this.left = length;
            this.complete = length == 0;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(target, offset, (int) Math.min(count, left));
            if (read < 0) {
                throw new EOFException("the server closed the connection " + left + " bytes before the end");
            }
            left -= read;
            complete = left == 0;
            return read;
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(length);
        }
    }

    /** RFC 9112 section 7.1. */
    private static final class Chunked extends Body {
        private long left;
        private boolean first = true;

        Chunked(HttpInput in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (left == 0 && !complete) {
                nextChunk();
            }
            if (complete) {
                return -1;
            }
            int read = in.read(target, offset, (int) Math.min(count, left));
            if (read < 0) {
                throw new EOFException("the server closed the connection in the middle of a chunk");
            }
            left -= read;
            return read;
        }

        private void nextChunk() throws IOException {
            if (!first && !in.line(2).isEmpty()) {
                throw new ProtocolException("a chunk of the server's answer is longer than it said");
            }
            first = false;
            String size = in.line(LONGEST_CHUNK_LINE).split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                throw new ProtocolException("a chunk of the server's answer has no proper size");
            }
            left = Long.parseLong(size, 16);
            if (left == 0) {
                skipTrailers();
                complete = true;
            }
        }

        private void skipTrailers() throws IOException {
            for (int i = 0; i < LONGEST_TRAILERS; i++) {
                if (in.line(LONGEST_CHUNK_LINE).isEmpty()) {
                    return;
                }
            }
            throw new ProtocolException("the server's answer has more than " + LONGEST_TRAILERS + " trailers");
        }
    }

    private static final class UntilClose extends Body {
        UntilClose(HttpInput in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            int read = in.read(target, offset, count);
            complete = read < 0;
            return read;
        }

        @Override
        public boolean isDelimited() {
            return false;
        }
    }
}
