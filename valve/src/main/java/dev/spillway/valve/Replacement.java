/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.valve.connector.ConnectorHttp;
import java.nio.file.Path;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** Makes an answer that was written for another body fit the file that takes its place. */
final class Replacement {
    private Replacement() {}

    /** A whole file, to which ranges and preconditions are still to be applied. */
    static FileOffer whole(Path path, long bytesPerSecond, boolean isDeletedAfterwards) {
        return new FileOffer(path, 0, FileOffer.END_OF_FILE, false, bytesPerSecond, isDeletedAfterwards);
    }

    /**
     * Drops the body, its length and its range; and names the type of the file if the application named none.
     *
     * @param offer is given back
     * @param named the file as the application named it, whose extension says the type
     */
    static FileOffer prepare(FileOffer offer, Path named, Request request, Response response) {
        response.resetBuffer(true);
        response.setContentLengthLong(-1);
        ConnectorHttp.removeHeader(response, "Content-Range");
        if (response.getStatus() == Response.SC_PARTIAL_CONTENT) {
            response.setStatus(Response.SC_OK);
        }
        if (response.getContentType() == null) {
            response.setCharacterEncoding(null); // a writer's, for the other body
            response.setContentType(
                    request.getContext().getServletContext().getMimeType(String.valueOf(named.getFileName())));
        }
        return offer;
    }

    /** Nobody can tell whether it was meant for the file or comes from a filter that compressed the other body. */
    static void dropEncoding(Response response) {
        ConnectorHttp.removeHeader(response, "Content-Encoding");
    }

    /** Frameworks make validators of the other body, which are the same for every file. */
    static void dropValidators(Response response) {
        ConnectorHttp.removeHeader(response, "ETag");
        ConnectorHttp.removeHeader(response, "Last-Modified");
    }
}
