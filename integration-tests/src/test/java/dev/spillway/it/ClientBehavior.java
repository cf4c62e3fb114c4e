/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.OutputStream;

/** How a client takes its download, or how it breaks it off. */
enum ClientBehavior {
    /** Reads the whole body, and leaves while the server keeps the connection open for the next request. */
    NORMAL(true) {
        @Override
        void perform(RawHttpClient client, long length, OutputStream sink) {
            client.readHead();
            client.receive(sink, length);
        }
    },
    /** Says right after the request that it will send no more, and reads to the end. */
    HALF_CLOSE_AFTER_REQUEST(true) {
        @Override
        void perform(RawHttpClient client, long length, OutputStream sink) {
            client.finishSending();
            NORMAL.perform(client, length, sink);
        }
    },
    /** Reads some, then closes in order: the server sees FIN, and RST for what it goes on to send. */
    CLOSE_MID_BODY(false) {
        @Override
        void perform(RawHttpClient client, long length, OutputStream sink) {
            readSome(client, sink);
            client.finishSending();
            client.close();
        }
    },
    /** Reads some, then resets the connection. */
    RESET_MID_BODY(false) {
        @Override
        void perform(RawHttpClient client, long length, OutputStream sink) {
            readSome(client, sink);
            client.reset();
        }
    },
    /** Is gone before the first byte of the answer: during the take-over, or before. */
    RESET_AFTER_REQUEST(false) {
        @Override
        void perform(RawHttpClient client, long length, OutputStream sink) {
            client.reset();
        }
    },
    /** Reads some and then nothing more, but stays. */
    SILENT(false) {
        @Override
        void perform(RawHttpClient client, long length, OutputStream sink) {
            readSome(client, sink);
        }
    },
    /** Says that it will send no more, reads some, and then nothing more, but stays. */
    HALF_CLOSE_AND_SILENT(false) {
        @Override
        void perform(RawHttpClient client, long length, OutputStream sink) {
            client.finishSending();
            readSome(client, sink);
        }
    };

    private static final int SOME_BYTES = 32 * 1024;

    private final boolean gettingAll;

    ClientBehavior(boolean gettingAll) {
        this.gettingAll = gettingAll;
    }

    /** Whether the client wants the whole body, and has to get it. */
    boolean isGettingAll() {
        return gettingAll;
    }

    /** Whether the connection stays open, from the client's side, for as long as the caller wants. */
    boolean isStaying() {
        return this == SILENT || this == HALF_CLOSE_AND_SILENT;
    }

    /** Does what is to be done after the request was sent; the body goes into the sink. Closing is left to the caller. */
    abstract void perform(RawHttpClient client, long length, OutputStream sink);

    private static void readSome(RawHttpClient client, OutputStream sink) {
        client.readHead();
        client.receive(sink, SOME_BYTES);
    }
}
