/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.app;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends a file the way most applications do: a loop over a buffer, on the thread of the request. */
public final class StreamServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int BUFFER_BYTES = 8 << 10;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Path file = Path.of(getServletContext().getRealPath(request.getServletPath()));
        response.setContentType("application/octet-stream");
        response.setContentLengthLong(Files.size(file));
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            OutputStream out = response.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        }
    }
}
