/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.ClientSocket;
import dev.spillway.manager.api.Download;
import dev.spillway.manager.api.SocketReturn;
import jakarta.servlet.http.WebConnection;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Lock;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.ActionCode;
import org.apache.coyote.UpgradeToken;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProperties;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.res.StringManager;
import org.apache.tomcat.util.threads.LimitLatch;

/**
 * Takes the connection of a request out of Tomcat's NIO connector and gives it back (SYSTEMS.md A4, A5). This is the one
 * class that touches {@code org.apache.coyote} and {@code org.apache.tomcat.util.net}.
 *
 * <p>It poses as the handler of an upgraded protocol. Tomcat ends the request as usual, writes nothing because the
 * response counts as committed, and passes the socket to the handler on the same worker thread. There are two ways from
 * there:
 *
 * <ul>
 *   <li>What the socket takes at once is sent on that thread. If that was all and the connection stays open, Tomcat is
 *       told that the socket is suspended, and soon after to go on with its next request.
 *   <li>Else the socket leaves: a {@link StandInChannel} takes its place, and Tomcat closes that, so that all of its own
 *       bookkeeping (connection count, cache of channels, statistics) runs as for a connection that ended. For the way
 *       back, after the download, the connection is entered into the connector as a new one.
 * </ul>
 */
final class ConnectionTakeover implements InternalHttpUpgradeHandler {
    private static final Log log = LogFactory.getLog(ConnectionTakeover.class);
    private static final StringManager sm = StringManager.getManager(ConnectionTakeover.class);

    /** Gets either a connection to send on or word that there is none; one of the two, once. */
    interface Receiver {
        /**
         * Begins the download, now that the connection can be taken over.
         *
         * @param staysOpen whether the connection stays open after it
         */
        Download begin(boolean staysOpen);

        /** Tomcat closed the connection before it could be taken over, as it does when it is being paused. */
        void onAbandoned();
    }

    private final Http11NioProtocol protocol;
    private final boolean isKeepAliveWanted;
    private final Receiver receiver;
    private boolean isSettled;
    private NioSocketWrapper wrapper;

    private ConnectionTakeover(Http11NioProtocol protocol, boolean isKeepAliveWanted, Receiver receiver) {
        this.protocol = protocol;
        this.isKeepAliveWanted = isKeepAliveWanted;
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

    /** What Tomcat would say in a field {@code Keep-Alive}, in seconds; 0 if it would say nothing. */
    static long keepAliveHeaderSeconds(Request request) {
        return request.getConnector().getProtocolHandler() instanceof Http11NioProtocol protocol
                        && protocol.getUseKeepAliveResponseHeader()
                ? Math.max(0, protocol.getKeepAliveTimeout() / 1000)
                : 0;
    }

    /** Takes a field out of the answer, which the servlet API of Tomcat 10.1 has no way to do. */
    static void removeHeader(Response response, String name) {
        response.getCoyoteResponse().getMimeHeaders().removeHeader(name);
    }

    /**
     * Makes Tomcat write nothing more for this request and, once the request has ended, pass its connection to {@code
     * receiver}.
     */
    static void begin(Request request, Response response, boolean isKeepAliveWanted, Receiver receiver) {
        Http11NioProtocol protocol = (Http11NioProtocol) request.getConnector().getProtocolHandler();
        response.getCoyoteResponse().setCommitted(true);
        ConnectionTakeover handler = new ConnectionTakeover(protocol, isKeepAliveWanted, receiver);
        request.getCoyoteRequest().action(ActionCode.UPGRADE, new UpgradeToken(handler, null, null, "spillway"));
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
        int requestsLeft = requestsLeft();
        boolean staysOpen = isKeepAliveWanted && requestsLeft != 0 && GiveBack.IS_POSSIBLE && !protocol.isPaused();
        Download download = receiver.begin(staysOpen);
        try {
            if (download.sendAtOnce(wrapper.getSocket().getIOChannel()) && staysOpen && resumeSoon()) {
                download.finish();
                return SocketState.SUSPENDED;
            }
            GiveBack giveBack = staysOpen ? new GiveBack(protocol, wrapper, requestsLeft) : null;
            download.start(new ClientSocket(detach(), giveBack));
        } catch (Exception e) {
            log.error(sm.getString("connectionTakeover.failed", wrapper.getRemoteAddr()), e);
            download.abandon();
        }
        return SocketState.CLOSED;
    }

    /** Requests that may follow on the connection by {@code maxKeepAliveRequests}; -1 if any number. */
    private int requestsLeft() {
        int max = protocol.getMaxKeepAliveRequests();
        if (max < 0) {
            return -1;
        }
        int left = wrapper.decrementKeepAlive() + 1; // there is no way to look without counting
        wrapper.setKeepAliveLeft(left);
        return max == 1 ? 0 : Math.max(0, left);
    }

    /**
     * Has Tomcat go on with the next request, from another thread and under the lock of the connection, which the
     * present thread holds until Tomcat has noted that the socket is suspended.
     *
     * @return false if Tomcat has no threads any more
     */
    private boolean resumeSoon() {
        NioSocketWrapper resumed = wrapper;
        try {
            resumed.execute(() -> resume(resumed, protocol));
            return true;
        } catch (RejectedExecutionException e) {
            log.debug("Connector is stopping", e);
            return false;
        }
    }

    private static void resume(NioSocketWrapper wrapper, Http11NioProtocol protocol) {
        Lock lock = Internals.lock(wrapper);
        lock.lock();
        try {
            wrapper.takeCurrentProcessor();
            wrapper.setReadTimeout(protocol.getKeepAliveTimeout());
            wrapper.setWriteTimeout(protocol.getConnectionTimeout());
            if (wrapper.hasDataToRead()) {
                wrapper.processSocket(SocketEvent.OPEN_READ, true);
            } else {
                wrapper.registerReadInterest();
            }
        } finally {
            lock.unlock();
        }
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

    /**
     * Enters a connection into its connector again, as one that waits for its next request. What the client has sent
     * ahead goes with it. Everything is set before the poller knows of the connection, so nothing of it can be missed.
     */
    private static final class GiveBack implements SocketReturn {
        static final boolean IS_POSSIBLE = Internals.ARE_KNOWN;

        private final Http11NioProtocol protocol;
        private final NioEndpoint endpoint;
        private final Selector pollerSelector;
        private final int requestsLeft;
        private final ByteBuffer sentAhead;

        /** The connection that is in again, but has input that Tomcat is still to be told of. */
        private NioSocketWrapper entered;

        GiveBack(Http11NioProtocol protocol, NioSocketWrapper old, int requestsLeft) throws Exception {
            this.protocol = protocol;
            this.requestsLeft = requestsLeft;
            endpoint = Internals.endpoint(old);
            pollerSelector = old.getPoller().getSelector();
            sentAhead = takeReadBuffer(old);
        }

        private static ByteBuffer takeReadBuffer(NioSocketWrapper wrapper) {
            SocketBufferHandler buffers = wrapper.getSocketBufferHandler();
            buffers.configureReadBufferForRead();
            ByteBuffer buffer = buffers.getReadBuffer();
            ByteBuffer copy = ByteBuffer.allocate(buffer.remaining());
            return copy.put(buffer).flip();
        }

        @Override
        public boolean giveBack(SocketChannel socket) {
            if (entered != null) {
                return isRead(socket);
            }
            if (pollerSelector.isOpen() && socket.keyFor(pollerSelector) != null) {
                pollerSelector.wakeup(); // it has not let go of the old key yet
                return false;
            }
            try {
                if (enter(socket)) {
                    return entered == null;
                }
                socket.close();
            } catch (Exception e) {
                log.warn(sm.getString("connectionTakeover.giveBackFailed"), e);
                closeQuietly(socket);
            }
            return true;
        }

        /**
         * Has Tomcat read what was sent ahead, as no event of the socket will. Not before the poller knows the socket: a
         * worker that is faster than the poller could take the connection out again before it is wholly in.
         */
        private boolean isRead(SocketChannel socket) {
            if (!entered.isClosed() && pollerSelector.isOpen() && socket.keyFor(pollerSelector) == null) {
                return false;
            }
            entered.processSocket(SocketEvent.OPEN_READ, true);
            return true;
        }

        /** False if the connector has no place or no future. */
        private boolean enter(SocketChannel socket) throws Exception {
            if (!endpoint.isRunning() || endpoint.isPaused() || !Internals.tryCountUp(endpoint)) {
                return false;
            }
            SocketProperties properties = endpoint.getSocketProperties();
            NioChannel channel = new NioChannel(new SocketBufferHandler(
                    properties.getAppReadBufSize(), properties.getAppWriteBufSize(), properties.getDirectBuffer()));
            NioSocketWrapper wrapper = new NioSocketWrapper(channel, endpoint);
            channel.reset(socket, wrapper);
            Internals.connections(endpoint).put(socket, wrapper);
            wrapper.setReadTimeout(protocol.getKeepAliveTimeout());
            wrapper.setWriteTimeout(protocol.getConnectionTimeout());
            wrapper.setKeepAliveLeft(requestsLeft);
            if (sentAhead.hasRemaining()) {
                wrapper.unRead(sentAhead);
                entered = wrapper;
            }
            wrapper.getPoller().register(wrapper);
            return true;
        }

        private static void closeQuietly(SocketChannel socket) {
            try {
                socket.close();
            } catch (Exception e) {
                log.debug("Failed to close the socket", e);
            }
        }
    }

    /**
     * The members of Tomcat that are not public, or not of the same type in 10.1 and 11. Without them connections can't
     * be given back, so they are closed after a download.
     */
    private static final class Internals {
        static final boolean ARE_KNOWN;

        private static Method getLock;
        private static Method getEndpoint;
        private static Field connections;
        private static Field connectionLimitLatch;
        private static Field limitLatchSync;

        static {
            boolean areKnown = false;
            try {
                getLock = SocketWrapperBase.class.getMethod("getLock");
                getEndpoint = SocketWrapperBase.class.getDeclaredMethod("getEndpoint");
                getEndpoint.setAccessible(true);
                connections = accessible(AbstractEndpoint.class, "connections");
                connectionLimitLatch = accessible(AbstractEndpoint.class, "connectionLimitLatch");
                limitLatchSync = accessible(LimitLatch.class, "sync");
                areKnown = true;
            } catch (ReflectiveOperationException | RuntimeException e) {
                log.warn(sm.getString("connectionTakeover.noKeepAlive"), e);
            }
            ARE_KNOWN = areKnown;
        }

        private Internals() {}

        private static Field accessible(Class<?> owner, String name) throws ReflectiveOperationException {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        }

        /** Declared as a Lock in 10.1 and as a ReentrantLock in 11, so a call compiled against one fails on the other. */
        static Lock lock(NioSocketWrapper wrapper) {
            try {
                return (Lock) getLock.invoke(wrapper);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the lock of a connection can't be had", e);
            }
        }

        static NioEndpoint endpoint(NioSocketWrapper wrapper) throws ReflectiveOperationException {
            return (NioEndpoint) getEndpoint.invoke(wrapper);
        }

        @SuppressWarnings("unchecked") // the type of the field
        static Map<SocketChannel, SocketWrapperBase<NioChannel>> connections(NioEndpoint endpoint)
                throws ReflectiveOperationException {
            return (Map<SocketChannel, SocketWrapperBase<NioChannel>>) connections.get(endpoint);
        }

        /** Counts one more connection if {@code maxConnections} allows it; never waits, as Tomcat's own method would. */
        static boolean tryCountUp(NioEndpoint endpoint) throws Exception {
            Object latch = connectionLimitLatch.get(endpoint);
            return latch == null
                    || ((AbstractQueuedSynchronizer) limitLatchSync.get(latch)).tryAcquireSharedNanos(1, 0);
        }
    }
}
