/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it.app;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Names a file in {@code X-Sendfile}, just as the client says: right or wrong. */
public class HeaderSendfileServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType("application/octet-stream");
        response.setHeader("X-Sendfile", request.getParameter("file"));
    }
}
