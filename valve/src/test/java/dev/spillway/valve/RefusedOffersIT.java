/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.SendFile;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that may not be sent, or can't be: what the client is told, and that it is told no more. */
class RefusedOffersIT {
    private static final String TO_MANAGER = "0";
    private static final String TO_TOMCAT = "1T";

    @TempDir
    Path temp;

    private Path root;
    private Path file;

    @BeforeEach
    void makeFiles() throws IOException {
        temp = temp.toRealPath();
        root = Files.createDirectory(temp.resolve("files"));
        file = Files.write(root.resolve("a.iso"), new byte[100]);
        Files.writeString(temp.resolve("secret.txt"), "secret");
    }

    @ParameterizedTest
    @CsvSource({
        "TEMP/secret.txt, 403",
        "TEMP/files/../secret.txt, 403",
        "TEMP/files/%2e%2e/secret.txt, 403",
        "/etc/passwd, 403",
        "/proc/self/environ, 403",
        "files/a.iso, 403",
        "TEMP/files/nothing, 404",
        "TEMP/files, 403",
    })
    void sendfileHeaderOutOfTheRootsIsRefused(String path, int status) throws Exception {
        String value = path.replace("TEMP", temp.toString());
        try (OfferServer server = server(TO_MANAGER, response -> response.setHeader("X-Sendfile", value))) {
            assertRefused(status, server.get());
        }
    }

    @Test
    void sendfileHeaderIsRefusedWithoutRoots() throws Exception {
        OfferServer.Options none = new OfferServer.Options("", "");
        try (OfferServer server = new OfferServer(
                temp, none, TO_MANAGER, (request, response) -> response.setHeader("X-Sendfile", file.toString()))) {
            assertRefused(403, server.get());
        }
    }

    @Test
    void tomcatAttributesOutOfTheRootsAreRefused() throws Exception {
        Files.createSymbolicLink(root.resolve("link"), temp.resolve("secret.txt"));
        try (OfferServer server = new OfferServer(
                temp,
                finder(),
                TO_TOMCAT,
                (request, response) -> setTomcatAttributes(request, temp.resolve(request.getQueryString()), 0L, 6L))) {
            assertRefused(403, server.send("GET", "/app/x?secret.txt"));
            assertRefused(404, server.send("GET", "/app/x?files/link"));
            assertRefused(404, server.send("GET", "/app/x?files/nothing"));
            assertRefused(403, server.send("GET", "/app/x?files/../secret.txt"));
        }
    }

    @Test
    void sendFileOutOfTheRootsIsRefusedAndNotDeleted() throws Exception {
        Path secret = temp.resolve("secret.txt");
        try (OfferServer server = new OfferServer(
                temp,
                finder(),
                TO_MANAGER,
                (request, response) -> SendFile.send(
                        request, response, secret, SendFile.Options.none().withDeletionAfterwards()))) {
            assertRefused(403, server.get());
            assertThat(secret).exists();
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 6", "3, 2", "0, -1", "-5, -1"})
    void tomcatAttributesThatAreNoRegionAreAnErrorOfTheApplication(long start, long end) throws Exception {
        try (OfferServer server = new OfferServer(
                temp, finder(), TO_TOMCAT, (request, response) -> setTomcatAttributes(request, file, start, end))) {
            assertRefused(500, server.get());
        }
    }

    @Test
    void tomcatAttributesOfAWrongTypeAreAnErrorOfTheApplication() throws Exception {
        try (OfferServer server = new OfferServer(temp, finder(), TO_TOMCAT, (request, response) -> {
            boolean isFile = "file".equals(request.getQueryString());
            setTomcatAttributes(request, file, isFile ? (Object) 0L : (Object) 0, 6L);
            if (isFile) {
                request.setAttribute("org.apache.tomcat.sendfile.filename", file.toFile());
            }
        })) {
            assertRefused(500, server.send("GET", "/app/x?file"));
            assertRefused(500, server.send("GET", "/app/x?int"));
        }
    }

    @Test
    void anErrorAfterSendFileSendsNothingAndDeletesTheFile() throws Exception {
        try (OfferServer server = new OfferServer(temp, finder(), TO_MANAGER, (request, response) -> {
            SendFile.send(request, response, file, SendFile.Options.none().withDeletionAfterwards());
            throw new IllegalStateException("after the file was chosen");
        })) {
            assertRefused(500, server.get());
            for (int i = 0; Files.exists(file) && i < 1000; i++) {
                Thread.sleep(10); // the error page leaves before the valve has its turn
            }
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void tomcatAttributesMayNameAnyFileWithoutRoots() throws Exception {
        try (OfferServer server =
                new OfferServer(temp, new OfferServer.Options("", ""), TO_TOMCAT, (request, response) -> {
                    setTomcatAttributes(request, temp.resolve("secret.txt"), 0L, 6L);
                    response.setContentLength(6);
                })) {
            assertThat(OfferServer.text(server.get())).isEqualTo("secret");
        }
    }

    private interface Answer {
        void set(HttpServletResponse response) throws IOException;
    }

    private OfferServer server(String minSize, Answer answer) throws Exception {
        return new OfferServer(temp, finder(), minSize, (request, response) -> answer.set(response));
    }

    private OfferServer.Options finder() {
        return new OfferServer.Options(root.toString(), "/protected/=" + root + "/");
    }

    private static void setTomcatAttributes(
            jakarta.servlet.http.HttpServletRequest request, Path path, Object start, Object end) {
        request.setAttribute("org.apache.tomcat.sendfile.filename", path.toString());
        request.setAttribute("org.apache.tomcat.sendfile.start", start);
        request.setAttribute("org.apache.tomcat.sendfile.end", end);
    }

    private void assertRefused(int status, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().map()).doesNotContainKeys("x-sendfile", "x-accel-redirect");
        assertThat(OfferServer.text(answer)).doesNotContain(temp.toString(), "secret", "passwd");
    }
}
