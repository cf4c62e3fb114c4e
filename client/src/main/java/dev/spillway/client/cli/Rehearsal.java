/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.dial.TlsSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Goes once through all that a download does, with two servers of its own on the loopback. {@code bin/spillway-get --prepare} runs it while the Java runtime
 * notes which classes are used, and keeps them in an archive that makes every later start several times as fast.
 */
final class Rehearsal {
    /** Enough for both servers and for several portions. */
    private static final int FILE_BYTES = 8 << 20;

    private static final Pattern RANGE = Pattern.compile("(?i)range: bytes=(\\d+)-(\\d+)");

    private Rehearsal() {}

    /** Ends the process with the exit code of the download. */
    public static void main(String[] args) throws IOException {
        int code;
        Path directory = Files.createTempDirectory("spillway-rehearsal");
        try (ServerSocket primary = server();
                ServerSocket mirror = server()) {
            TlsSettings.system();
            String measured = "--server-stat=" + directory.resolve("servers");
            code = Get.run("-q", "--no-netrc", "--fixed", measured, "--dir=" + directory, uri(primary), uri(mirror));
        } finally {
            delete(directory);
        }
        System.exit(code);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static String uri(ServerSocket server) {
        return "http://localhost:" + server.getLocalPort() + "/file";
    }

    private static ServerSocket server() throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(() -> {
            while (true) {
                Socket socket = listener.accept();
                start(() -> answer(socket));
            }
        });
        return listener;
    }

    /** Work that ends with its socket. */
    @FunctionalInterface
    private interface Serving {
        void serve() throws IOException;
    }

    private static void start(Serving serving) {
        Thread thread = new Thread(() -> {
            try {
                serving.serve();
            } catch (IOException e) {
                // The socket was closed: the download is over, or has done with it.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void answer(Socket socket) throws IOException {
        try (socket;
                OutputStream out = socket.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Matcher range = RANGE.matcher(line);
                if (range.matches()) {
                    send(out, Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
                }
            }
        }
    }

    private static void send(OutputStream out, int first, int wanted) throws IOException {
        int last = Math.min(wanted, FILE_BYTES - 1);
        String head = "HTTP/1.1 206 Partial Content\r\nETag: \"rehearsal\"\r\nContent-Length: " + (last - first + 1)
                + "\r\nContent-Range: bytes " + first + "-" + last + "/" + FILE_BYTES + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[last - first + 1]);
    }
}
