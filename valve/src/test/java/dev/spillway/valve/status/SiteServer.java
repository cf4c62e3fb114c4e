/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import dev.spillway.manager.api.DownloadManager;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;

/** An embedded Tomcat without any application, which has the pages of a manager. */
final class SiteServer implements AutoCloseable {
    static final String USER = "Authorization: Basic ZXZlOnNlY3JldDp3b3JkcyDDpA=="; // eve, "secret:words ä"
    static final String STRANGER = "Authorization: Basic bWFsOnNlY3JldA=="; // mal, "secret"

    private final Tomcat tomcat = new Tomcat();
    private final Watch watch;

    SiteServer(Path folder, DownloadManager manager, StatusSettings settings) throws LifecycleException {
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.addUser("eve", "secret:words \u00e4");
        tomcat.addRole("eve", "operator");
        tomcat.addUser("mal", "secret");
        watch = Watch.begin(manager, null);
        StatusSite site = watch.site(settings, tomcat.getEngine().getRealm());
        tomcat.getEngine().getPipeline().addValve(new ValveBase(true) {
            @Override
            public void invoke(Request request, Response response) throws IOException, ServletException {
                if (site.isFor(request)) {
                    site.answer(request, response);
                } else {
                    getNext().invoke(request, response);
                }
            }
        });
        tomcat.start();
    }

    Watch watch() {
        return watch;
    }

    /**
     * An answer.
     *
     * @param head status line and fields, in lower case
     * @param body as text
     */
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", -1)[1]);
        }
    }

    Answer get(String path, String... fields) throws IOException {
        return send("GET", path, "", fields);
    }

    Answer post(String path, String form, String... fields) throws IOException {
        return send("POST", path, form, fields);
    }

    /** Sends a request as it stands, so that a test may say of host and origin what it likes. */
    Answer send(String method, String path, String form, String... fields) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        if (fields.length == 0 || !fields[0].startsWith("Host:")) {
            request.append("Host: localhost\r\n");
        }
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        if (!form.isEmpty()) {
            request.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
                    .append(form.length())
                    .append("\r\n");
        }
        request.append("\r\n").append(form);
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            return new Answer(answer.substring(0, end).toLowerCase(Locale.ROOT), answer.substring(end + 4));
        }
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        watch.end();
    }
}
