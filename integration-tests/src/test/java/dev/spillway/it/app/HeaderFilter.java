/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it.app;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Adds headers and cookies before the file is served, one of them with a value that the client chooses. */
public class HeaderFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse http = (HttpServletResponse) response;
        http.setHeader("X-Filter", "was here");
        http.addHeader("X-Many", "one");
        http.addHeader("X-Many", "two");
        http.addCookie(new Cookie("seen", "yes"));
        http.addCookie(new Cookie("again", "too"));
        ((HttpServletRequest) request).getSession();
        String chosen = request.getParameter("echo");
        if (chosen != null) {
            http.setHeader("X-Echo", chosen);
        }
        chain.doFilter(request, response);
    }
}
