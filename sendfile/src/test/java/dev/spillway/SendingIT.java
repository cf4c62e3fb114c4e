/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a file leaves where no valve is, and what is left of it; and what is left to a valve. */
class SendingIT extends OnTomcat {
    @Test
    void theRateIsKept() throws Exception {
        send(SendFile.Options.none().withBytesPerSecond(200_000));
        long start = System.nanoTime();
        assertThat(get().body()).isEqualTo(content);
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(700));
    }

    @Test
    void theFileIsDeletedAfterwards() throws Exception {
        send(SendFile.Options.none().withDeletionAfterwards());
        assertThat(get().body()).isEqualTo(content);
        assertGone();
    }

    @Test
    void theFileIsDeletedWhenNoneOfItIsWanted() throws Exception {
        send(SendFile.Options.none().withDeletionAfterwards());
        assertThat(get("If-None-Match", "*").statusCode()).isEqualTo(304);
        assertGone();
    }

    @Test
    void theFileIsDeletedWhenTheClientBreaksOff() throws Exception {
        Files.write(file, new byte[50_000_000]);
        send(SendFile.Options.none().withDeletionAfterwards());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        assertGone();
    }

    @Test
    void aFileThatIsCutShortIsNeverComplete() throws Exception {
        Files.write(file, new byte[2_000_000]);
        send(SendFile.Options.none().withBytesPerSecond(1_000_000));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            Files.write(file, new byte[10]);
            assertThat(socket.getInputStream().readAllBytes().length).isLessThan(2_000_000);
        }
    }

    @Test
    void anAnswerThatHasBegunIsAMistake() throws Exception {
        application = (request, response) -> {
            response.flushBuffer();
            SendFile.send(request, response, file);
        };
        assertThatIOException().isThrownBy(this::get);
        assertThat(thrown.get(30, TimeUnit.SECONDS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining(temp.toString());
    }

    @Test
    void anAsynchronousRequestIsAnsweredAlsoWhereAValveIs() throws Exception {
        application = (request, response) -> {
            request.setAttribute(SendFile.SUPPORT_ATTRIBUTE, true);
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    SendFile.send(request, response, file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                async.complete();
            });
        };
        assertThat(get().body()).isEqualTo(content);
    }

    @Test
    void whereAValveIsOnlyTheWishIsLeft() throws Exception {
        application = (request, response) -> {
            request.setAttribute(SendFile.SUPPORT_ATTRIBUTE, true);
            SendFile.send(
                    request,
                    response,
                    file,
                    SendFile.Options.none()
                            .withAttachment("film.mp4")
                            .withBytesPerSecond(7)
                            .withDeletionAfterwards());
            response.setHeader(
                    "X-Wish",
                    request.getAttribute(SendFile.PATH_ATTRIBUTE)
                            + " " + request.getAttribute(SendFile.RATE_ATTRIBUTE)
                            + " " + request.getAttribute(SendFile.DELETE_ATTRIBUTE));
        };
        HttpResponse<byte[]> answer = get();
        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "X-Wish")).isEqualTo(file + " 7 true");
        assertThat(header(answer, "Content-Type")).isEqualTo("video/mp4");
        assertThat(header(answer, "Content-Disposition")).isEqualTo("attachment; filename=\"film.mp4\"");
        assertThat(file).exists();
    }
}
