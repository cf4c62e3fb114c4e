/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it.app;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends its answer off, and only then names a file for sendfile, which is too late. */
public class CommittingServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.setContentLength(4);
        response.getOutputStream().print("done");
        response.flushBuffer();
        request.setAttribute("org.apache.tomcat.sendfile.filename", request.getParameter("file"));
        request.setAttribute("org.apache.tomcat.sendfile.start", 0L);
        request.setAttribute("org.apache.tomcat.sendfile.end", Long.parseLong(request.getParameter("end")));
    }
}
