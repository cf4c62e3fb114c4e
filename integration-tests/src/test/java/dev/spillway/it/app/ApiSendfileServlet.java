/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it.app;

import dev.spillway.SendFile;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;

/** Sends the file that the client names through the API. */
public class ApiSendfileServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/octet-stream");
        SendFile.send(request, response, Path.of(request.getParameter("file")));
    }
}
