/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.soak;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The ways in which a client may break off a download. */
enum ClientBehavior {
    /** Asks and closes at once. */
    CLOSE_BEFORE_ANSWER {
        @Override
        void act(Socket socket) throws IOException {
            ask(socket, HOT);
        }
    },
    /** Closes after a part, with bytes unread. */
    CLOSE_MID_BODY {
        @Override
        void act(Socket socket) throws IOException {
            ask(socket, HOT);
            read(socket, SOME_BYTES);
        }
    },
    /** The same with a reset, as a process that is killed. */
    RESET {
        @Override
        void act(Socket socket) throws IOException {
            ask(socket, HOT);
            read(socket, SOME_BYTES);
            socket.setSoLinger(true, 0);
        }
    },
    /** Closes its sending side after the request, and reads on for a while. */
    HALF_CLOSE {
        @Override
        void act(Socket socket) throws IOException {
            ask(socket, SHORT);
            socket.shutdownOutput();
            read(socket, SOME_BYTES);
        }
    },
    /** Reads nothing for two seconds, then resets. */
    STALL {
        @Override
        void act(Socket socket) throws IOException, InterruptedException {
            ask(socket, HOT);
            Thread.sleep(2_000);
            socket.setSoLinger(true, 0);
        }
    },
    /** Asks for two files at once, and takes only a part of the first. */
    PIPELINE {
        @Override
        void act(Socket socket) throws IOException {
            ask(socket, SHORT + SHORT);
            read(socket, SOME_BYTES);
        }
    },
    /** Sends more while its answer is on the way, and goes. */
    TALK_MID_BODY {
        @Override
        void act(Socket socket) throws IOException {
            ask(socket, HOT);
            read(socket, SOME_BYTES);
            ask(socket, SHORT);
        }
    },
    /** Breaks off a range in the middle of the file. */
    RANGE {
        @Override
        void act(Socket socket) throws IOException {
            ask(socket, HOT.replace("\r\n\r\n", "\r\nRange: bytes=500000000-\r\n\r\n"));
            read(socket, SOME_BYTES);
        }
    },
    /** Sends half a request. */
    HALF_REQUEST {
        @Override
        void act(Socket socket) throws IOException {
            ask(socket, HOT.substring(0, HOT.length() / 2));
        }
    };

    private static final int SOME_BYTES = 300_000;
    private static final String HOT = "GET /hot-1g.bin HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String SHORT = "GET /file-1m.bin HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** Does it; the socket is closed afterwards. */
    abstract void act(Socket socket) throws IOException, InterruptedException;

    private static void ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static void read(Socket socket, int bytes) throws IOException {
        InputStream in = socket.getInputStream();
        in.skipNBytes(bytes);
    }
}
