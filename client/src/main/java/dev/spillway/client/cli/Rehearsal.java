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
    private static final int LARGE = 8 << 20;

    private static final int SMALL = 40_000;

    private static final Pattern REQUEST = Pattern.compile("GET /(\\d+) .*");
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
            Path list = Files.writeString(directory.resolve("list"), uri(primary, SMALL) + "\n");
            code = Math.max(
                    Get.run(
                            "-q",
                            "--no-netrc",
                            "--fixed",
                            measured,
                            "--dir=" + directory,
                            uri(primary, LARGE),
                            uri(mirror, LARGE)),
                    Get.run("-q", "--no-netrc", measured, "--dir=" + directory, "--input-file=" + list));
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

    private static String uri(ServerSocket server, int size) {
        return "http://localhost:" + server.getLocalPort() + "/" + size;
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
            int size = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Matcher request = REQUEST.matcher(line);
                Matcher range = RANGE.matcher(line);
                if (request.matches()) {
                    size = Integer.parseInt(request.group(1));
                } else if (range.matches()) {
                    send(out, Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)), size);
                }
            }
        }
    }

    private static void send(OutputStream out, int first, int wanted, int size) throws IOException {
        int last = Math.min(wanted, size - 1);
        String head = "HTTP/1.1 206 Partial Content\r\n"
                + "ETag: \"rehearsal\"\r\n"
                + "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                + "Content-Length: " + (last - first + 1)
                + "\r\nContent-Range: bytes " + first + "-" + last + "/" + size + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[last - first + 1]);
    }
}
