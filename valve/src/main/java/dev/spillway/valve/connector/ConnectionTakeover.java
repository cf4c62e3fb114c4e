/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.connector;

import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.Download;
import dev.spillway.manager.api.SocketReturn;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
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
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.res.StringManager;

/**
 * Takes the connection of a request out of Tomcat's NIO connector (SYSTEMS.md A4, A5). With its package it is the one
 * place that touches {@code org.apache.coyote} and {@code org.apache.tomcat.util.net}.
 *
 * <p>What the socket takes at once is sent within the request: the response counts as committed, so Tomcat writes nothing,
 * and goes on with the connection as after any answer.
 *
 * <p>Else this poses as the handler of an upgraded protocol. Tomcat ends the request as usual and passes the socket to the
 * handler on the same worker thread. There a {@link StandInChannel} takes the place of the socket, and Tomcat closes that,
 * so that all of its own bookkeeping (connection count, cache of channels, statistics) runs as for a connection that ended.
 * For the way back, after the download, the connection is entered into the connector as a new one.
 */
public final class ConnectionTakeover implements InternalHttpUpgradeHandler {
    private static final Log log = LogFactory.getLog(ConnectionTakeover.class);
    private static final StringManager sm = StringManager.getManager(ConnectionTakeover.class);

    /** Begins the download when it is known what becomes of the connection. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * Begins the download.
         *
         * @param staysOpen whether the connection stays open after it
         */
        Download begin(boolean staysOpen);
    }

    private final Http11NioProtocol protocol;
    private final Download download;
    private final boolean staysOpen;
    private boolean isSettled;
    private NioSocketWrapper wrapper;

    private ConnectionTakeover(Http11NioProtocol protocol, Download download, boolean staysOpen) {
        this.protocol = protocol;
        this.download = download;
        this.staysOpen = staysOpen;
    }

    /**
     * Whether the connection of a request can be taken over: HTTP/1.x over TCP, with or without TLS, on a running NIO
     * connector. Not possible with HTTP/2, AJP, NIO2 and Unix domain sockets.
     */
    public static boolean isPossible(Request request) {
        String version = request.getProtocol();
        return (version.equals("HTTP/1.1") || version.equals("HTTP/1.0"))
                && request.getConnector().getProtocolHandler() instanceof Http11NioProtocol protocol
                && (!protocol.isSSLEnabled() || TomcatInternals.ARE_KNOWN)
                && !protocol.isPaused()
                && protocol.getLocalPort() > 0; // a Unix domain socket has none
    }

    /**
     * Sends the answer in Tomcat's place, which writes nothing more for this request: at once if the socket takes all of
     * it, else by taking the connection over once the request has ended.
     *
     * @param isKeepAliveWanted whether request and answer allow the connection to stay open
     * @param isLastRequest whether the client has said that it sends nothing more, so that Tomcat may close at once
     */
    public static void begin(
            Request request, Response response, boolean isKeepAliveWanted, boolean isLastRequest, Receiver receiver) {
        org.apache.coyote.Request coyoteRequest = request.getCoyoteRequest();
        Http11NioProtocol protocol = (Http11NioProtocol) request.getConnector().getProtocolHandler();
        boolean staysOpen =
                isKeepAliveWanted && TomcatInternals.ARE_KNOWN && TomcatInternals.isKeptAlive(coyoteRequest);
        response.getCoyoteResponse().setCommitted(true);
        Download download = receiver.begin(staysOpen);
        if (TomcatInternals.ARE_KNOWN && (staysOpen || isLastRequest)) {
            ClientSocket socket = socket(TomcatInternals.wrapper(coyoteRequest));
            if (download.sendAtOnce(socket) && (staysOpen || isClosableAtOnce(socket))) {
                download.finish(); // and Tomcat goes on with the connection as after any answer
                return;
            }
        }
        ConnectionTakeover handler = new ConnectionTakeover(protocol, download, staysOpen);
        coyoteRequest.action(ActionCode.UPGRADE, new UpgradeToken(handler, null, null, "spillway"));
    }

    /**
     * Whether a close won't be taken as a reset, which could cost the client what it has not read yet: it would be with
     * unread input in the socket. Only where the client has nothing more to say may a byte be read to find out.
     */
    private static boolean isClosableAtOnce(ClientSocket socket) {
        try {
            return socket.tls().isEmpty() && socket.channel().read(ByteBuffer.allocate(1)) <= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static ClientSocket socket(NioSocketWrapper wrapper) {
        NioChannel channel = wrapper.getSocket();
        return new ClientSocket(channel.getIOChannel(), TlsLayer.of(channel));
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> socketWrapper) {
        wrapper = (NioSocketWrapper) socketWrapper;
    }

    @Override
    public SocketState upgradeDispatch(SocketEvent event) {
        if (isSettled || event != SocketEvent.OPEN_READ) {
            return SocketState.CLOSED;
        }
        isSettled = true;
        try {
            ClientSocket socket = socket(wrapper);
            Optional<SocketReturn> giveBack =
                    staysOpen ? Optional.of(new GiveBack(protocol, wrapper)) : Optional.empty();
            detach();
            download.start(socket, giveBack);
        } catch (Exception | Error e) {
            log.error(sm.getString("connectionTakeover.failed", wrapper.getRemoteAddr()), e);
            download.abandon();
        }
        return SocketState.CLOSED;
    }

    /**
     * Leaves Tomcat something to close. With TLS the channel itself goes along, as it is the TLS layer of the connection;
     * what stays is another one of the same kind, because Tomcat keeps closed channels for its next connections.
     */
    private void detach() throws Exception {
        NioChannel channel = wrapper.getSocket();
        SocketChannel socket = channel.getIOChannel();
        Selector selector = wrapper.getPoller().getSelector();
        if (channel instanceof SecureNioChannel) {
            NioEndpoint endpoint = TomcatInternals.endpoint(wrapper);
            channel = new SecureNioChannel(TomcatInternals.newBuffers(endpoint), endpoint);
            TomcatInternals.setChannel(wrapper, channel);
        }
        channel.reset(new StandInChannel(socket), wrapper);
        SelectionKey key = socket.keyFor(selector);
        if (key != null) {
            key.cancel();
            // Else the poller would keep the descriptor of an ended download for up to its timeout.
            selector.wakeup();
        }
    }

    /** Called by Tomcat at the end of every upgraded connection, and of one that never came to be upgraded. */
    @Override
    public void destroy() {
        if (!isSettled) {
            isSettled = true;
            download.abandon();
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
        // For requests that want to know of certificates; here there are none.
    }

    @Override
    public void pause() {
        // Never in Tomcat for longer than one dispatch.
    }
}
