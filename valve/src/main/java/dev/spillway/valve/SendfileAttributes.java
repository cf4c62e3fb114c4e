/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.catalina.Globals;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.servlets.DefaultServlet;

/**
 * The request attributes {@code org.apache.tomcat.sendfile.filename}, {@code start} and {@code end}, by which {@code
 * DefaultServlet} and applications ask Tomcat to send a file.
 */
final class SendfileAttributes {
    private SendfileAttributes() {}

    /** Reads the attributes; null if there are none, or if they are such that only Tomcat can say what is wrong. */
    static FileOffer find(Request request, Response response) {
        if (request.getAttribute(Globals.SENDFILE_FILENAME_ATTR) instanceof String name
                && request.getAttribute(Globals.SENDFILE_FILE_START_ATTR) instanceof Long start
                && request.getAttribute(Globals.SENDFILE_FILE_END_ATTR) instanceof Long end) {
            try {
                return new FileOffer(Path.of(name), start, end, isDecided(request, response), 0, false);
            } catch (InvalidPathException e) {
                return null;
            }
        }
        return null;
    }

    /** {@code DefaultServlet} has seen to ranges and preconditions, and so has whoever answers with a range. */
    private static boolean isDecided(Request request, Response response) {
        return isDefaultServlet(request.getWrapper()) || response.getHeader("Content-Range") != null;
    }

    /** Whether the file is one that {@code DefaultServlet} found among the resources of its application. */
    static boolean isDefaultServlet(Wrapper wrapper) {
        return wrapper != null && wrapper.getServlet() instanceof DefaultServlet;
    }

    /** Asks Tomcat to send a region of a file, as an application would. */
    static void set(Request request, Path path, long start, long end) {
        request.setAttribute(Globals.SENDFILE_FILENAME_ATTR, path.toString());
        request.setAttribute(Globals.SENDFILE_FILE_START_ATTR, start);
        request.setAttribute(Globals.SENDFILE_FILE_END_ATTR, end);
    }

    /** Takes the attributes away, so that Tomcat sends nothing. */
    static void clear(Request request) {
        request.removeAttribute(Globals.SENDFILE_FILENAME_ATTR);
        request.removeAttribute(Globals.SENDFILE_FILE_START_ATTR);
        request.removeAttribute(Globals.SENDFILE_FILE_END_ATTR);
    }

    /** Whether Tomcat would send a file for this request. */
    static boolean isSupported(Request request) {
        return Boolean.TRUE.equals(request.getAttribute(Globals.SENDFILE_SUPPORTED_ATTR));
    }
}
