/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import jakarta.servlet.http.WebConnection;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.ActionCode;
import org.apache.coyote.UpgradeToken;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.res.StringManager;

/**
 * Takes the socket of a request out of Tomcat's NIO connector, by public means of Tomcat alone (SYSTEMS.md A4, A5). This
 * is the one class that touches {@code org.apache.coyote} and {@code org.apache.tomcat.util.net}.
 *
 * <p>It poses as the handler of an upgraded protocol. Tomcat ends the request as usual, writes nothing because the
 * response counts as committed, and passes the socket to the handler on the same worker thread. The handler then puts a
 * {@link StandInChannel} in the place of the socket and lets Tomcat close that: all of Tomcat's own bookkeeping
 * (connection count, cache of channels, statistics) runs as for a connection that ended.
 */
final class ConnectionTakeover implements InternalHttpUpgradeHandler {
    private static final Log log = LogFactory.getLog(ConnectionTakeover.class);
    private static final StringManager sm = StringManager.getManager(ConnectionTakeover.class);

    /** Gets either the socket or word that there is none to get; one of the two, once. */
    interface Receiver {
        /** The socket has left Tomcat, and belongs to the receiver. */
        void onSocket(SocketChannel socket);

        /** Tomcat closed the connection before it could be taken over, as it does when it is being paused. */
        void onAbandoned();
    }

    private final Receiver receiver;
    private boolean isSettled;
    private NioSocketWrapper wrapper;

    private ConnectionTakeover(Receiver receiver) {
        this.receiver = receiver;
    }

    /**
     * Whether the connection of a request can be taken over: plain HTTP/1.x over TCP on a running NIO connector. Not
     * possible with TLS, HTTP/2, AJP, NIO2 and Unix domain sockets.
     */
    static boolean isPossible(Request request) {
        String version = request.getProtocol();
        return (version.equals("HTTP/1.1") || version.equals("HTTP/1.0"))
                && request.getConnector().getProtocolHandler() instanceof Http11NioProtocol protocol
                && !protocol.isSSLEnabled()
                && !protocol.isPaused()
                && request.getConnector().getProperty("unixDomainSocketPath") == null;
    }

    /** The language that the application set by a locale; Tomcat adds it only when it writes the head itself. */
    static String contentLanguage(Response response) {
        return response.getCoyoteResponse().getContentLanguage();
    }

    /** Takes a field out of the answer, which the servlet API of Tomcat 10.1 has no way to do. */
    static void removeHeader(Response response, String name) {
        response.getCoyoteResponse().getMimeHeaders().removeHeader(name);
    }

    /**
     * Makes Tomcat write nothing more for this request and, once the request has ended, give its socket to {@code
     * receiver}.
     */
    static void begin(Request request, Response response, Receiver receiver) {
        response.getCoyoteResponse().setCommitted(true);
        UpgradeToken token = new UpgradeToken(new ConnectionTakeover(receiver), null, null, "spillway");
        request.getCoyoteRequest().action(ActionCode.UPGRADE, token);
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> socketWrapper) {
        wrapper = (NioSocketWrapper) socketWrapper;
    }

    @Override
    public SocketState upgradeDispatch(SocketEvent event) {
        if (!isSettled && event == SocketEvent.OPEN_READ) {
            try {
                SocketChannel socket = detach();
                isSettled = true;
                receiver.onSocket(socket);
            } catch (Exception e) {
                log.error(sm.getString("connectionTakeover.failed", wrapper.getRemoteAddr()), e);
            }
        }
        return SocketState.CLOSED;
    }

    private SocketChannel detach() throws Exception {
        NioChannel channel = wrapper.getSocket();
        SocketChannel socket = channel.getIOChannel();
        Selector selector = wrapper.getPoller().getSelector();
        channel.reset(new StandInChannel(socket), wrapper);
        SelectionKey key = socket.keyFor(selector);
        if (key != null) {
            key.cancel();
            // Else the poller would keep the descriptor of an ended download for up to its timeout.
            selector.wakeup();
        }
        return socket;
    }

    /** Called by Tomcat at the end of every upgraded connection, and of one that never came to be upgraded. */
    @Override
    public void destroy() {
        if (!isSettled) {
            isSettled = true;
            receiver.onAbandoned();
        }
    }

    @Override
    public void init(WebConnection connection) {
        // The socket comes with upgradeDispatch.
    }

    @Override
    public void timeoutAsync(long now) {
        // Never waits in Tomcat, so never times out there.
    }

    @Override
    public void setSslSupport(SSLSupport sslSupport) {
        // Connections with TLS are not taken over.
    }

    @Override
    public void pause() {
        // Never in Tomcat for longer than one dispatch.
    }
}
