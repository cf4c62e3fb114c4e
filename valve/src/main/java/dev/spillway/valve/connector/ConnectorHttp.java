/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.connector;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.http11.AbstractHttp11Protocol;

/**
 * What only the connector knows, or can change, about a request and its answer. Asked directly: asking a connector for a
 * property by its name costs more than the rest of the head.
 */
public final class ConnectorHttp {
    private ConnectorHttp() {}

    /** The language that the application set by a locale; Tomcat adds it only when it writes the head itself. */
    public static String contentLanguage(Response response) {
        return response.getCoyoteResponse().getContentLanguage();
    }

    /** What the connector says in a field {@code Server}; null if it says nothing. */
    public static String server(Request request) {
        return protocol(request) instanceof AbstractHttp11Protocol<?> protocol ? protocol.getServer() : null;
    }

    /** Whether a field {@code Server} of the application is not to be sent. */
    public static boolean isServerOfApplicationDropped(Request request) {
        return protocol(request) instanceof AbstractHttp11Protocol<?> protocol
                && (protocol.getServer() != null || protocol.getServerRemoveAppProvidedValues());
    }

    /** What Tomcat would say in a field {@code Keep-Alive}, in seconds; 0 if it would say nothing. */
    public static long keepAliveSeconds(Request request) {
        return protocol(request) instanceof AbstractHttp11Protocol<?> protocol
                        && protocol.getUseKeepAliveResponseHeader()
                ? Math.max(0, protocol.getKeepAliveTimeout() / 1000)
                : 0;
    }

    /** Takes a field out of the request, before the application sees it. */
    public static void removeRequestHeader(Request request, String name) {
        request.getCoyoteRequest().getMimeHeaders().removeHeader(name);
    }

    /** Takes a field out of the answer, which the servlet API of Tomcat 10.1 has no way to do. */
    public static void removeHeader(Response response, String name) {
        response.getCoyoteResponse().getMimeHeaders().removeHeader(name);
    }

    private static Object protocol(Request request) {
        return request.getConnector().getProtocolHandler();
    }
}
