/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.tomcat.mirror;

import dev.spillway.SendFile;
import java.util.List;
import org.apache.catalina.Globals;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** What can't be done to heads by the servlet API. */
final class TomcatHead {
    private static final List<String> FILE_ATTRIBUTES = List.of(
            Globals.SENDFILE_FILENAME_ATTR,
            Globals.SENDFILE_FILE_START_ATTR,
            Globals.SENDFILE_FILE_END_ATTR,
            SendFile.PATH_ATTRIBUTE,
            SendFile.RATE_ATTRIBUTE,
            SendFile.DELETE_ATTRIBUTE);

    /** What names a file or describes the body that goes. */
    private static final List<String> FIELDS_OF_THE_BODY = List.of(
            "X-Sendfile",
            "X-Accel-Redirect",
            "Accept-Ranges",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Range",
            "ETag",
            "Last-Modified");

    private TomcatHead() {}

    static void removeRequestField(Request request, String name) {
        request.getCoyoteRequest().getMimeHeaders().removeHeader(name);
    }

    static void setRequestField(Request request, String name, String value) {
        request.getCoyoteRequest().getMimeHeaders().setValue(name).setString(value);
    }

    static void removeField(Response response, String name) {
        response.getCoyoteResponse().getMimeHeaders().removeHeader(name);
    }

    /** Takes back the body that the pipeline has prepared, in whichever way, with what describes it. */
    static void dropBody(Request request, Response response) {
        FILE_ATTRIBUTES.forEach(request::removeAttribute);
        FIELDS_OF_THE_BODY.forEach(name -> removeField(response, name));
        response.resetBuffer(true);
        response.setContentLengthLong(-1);
        response.setContentType(null);
    }
}
