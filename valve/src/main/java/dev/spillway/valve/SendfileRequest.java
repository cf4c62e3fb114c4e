/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.catalina.Globals;
import org.apache.catalina.connector.Request;

/**
 * What {@code DefaultServlet} or an application asks Tomcat to send, by the request attributes {@code
 * org.apache.tomcat.sendfile.filename}, {@code start} and {@code end}.
 *
 * @param path the file
 * @param start offset of the first byte
 * @param end offset behind the last byte
 */
record SendfileRequest(Path path, long start, long end) {
    /** Reads the attributes; null if there are none, or if they are such that only Tomcat can say what is wrong. */
    static SendfileRequest of(Request request) {
        if (request.getAttribute(Globals.SENDFILE_FILENAME_ATTR) instanceof String name
                && request.getAttribute(Globals.SENDFILE_FILE_START_ATTR) instanceof Long start
                && request.getAttribute(Globals.SENDFILE_FILE_END_ATTR) instanceof Long end) {
            try {
                return new SendfileRequest(Path.of(name), start, end);
            } catch (InvalidPathException e) {
                return null;
            }
        }
        return null;
    }

    /** Takes the attributes away, so that Tomcat sends nothing. */
    static void clear(Request request) {
        request.removeAttribute(Globals.SENDFILE_FILENAME_ATTR);
        request.removeAttribute(Globals.SENDFILE_FILE_START_ATTR);
        request.removeAttribute(Globals.SENDFILE_FILE_END_ATTR);
    }

    long length() {
        return end - start;
    }
}
