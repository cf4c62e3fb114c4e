/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import java.io.IOException;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/**
 * Answers with an error. In a Context Tomcat comes by afterwards and adds the page of the application or of the host. In a
 * Host or Engine it has been by already, so its standard page is made here, with what the host shows on its own.
 */
final class ErrorPage extends ErrorReportValve {
    private final boolean isTomcatToCome;

    /** @param container that of the valve on whose behalf errors are sent */
    ErrorPage(Container container) {
        isTomcatToCome = container instanceof Context;
        setContainer(container);
    }

    /** Sends an answer with a status from 400 on. What the answer has of a body so far is forgotten. */
    void send(int status, Request request, Response response) throws IOException {
        response.sendError(status);
        if (isTomcatToCome) {
            return;
        }
        response.setSuspended(false);
        setShowServerInfo(isServerInfoShown(request));
        report(request, response, null);
    }

    private static boolean isServerInfoShown(Request request) {
        if (request.getHost() != null) {
            for (Valve valve : request.getHost().getPipeline().getValves()) {
                if (valve instanceof ErrorReportValve standard) {
                    return standard.isShowServerInfo();
                }
            }
        }
        return false;
    }
}
