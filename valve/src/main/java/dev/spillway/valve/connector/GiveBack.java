/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.connector;

import dev.spillway.manager.api.SocketReturn;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.res.StringManager;

/**
 * Enters a connection into its connector again, as one that waits for its next request. What the client has sent ahead
 * goes with it. Everything is set before the poller knows of the connection, so nothing of it can be missed.
 */
final class GiveBack implements SocketReturn {
    private static final Log log = LogFactory.getLog(GiveBack.class);
    private static final StringManager sm = StringManager.getManager(GiveBack.class);

    private final Http11NioProtocol protocol;
    private final NioEndpoint endpoint;
    private final Selector pollerSelector;
    private final SocketChannel socket;
    private final NioChannel tlsChannel;
    private final int requestsLeft;
    private final ByteBuffer unread;

    /** The connection that is in again, but has input that Tomcat is still to be told of. */
    private NioSocketWrapper entered;

    /**
     * Notes what the way back needs. To be made before the socket leaves.
     *
     * @param old the connection as it leaves; what Tomcat has read of it and not used is taken along
     * @param requestsLeft see {@code maxKeepAliveRequests}
     */
    GiveBack(Http11NioProtocol protocol, NioSocketWrapper old, int requestsLeft) throws Exception {
        this.protocol = protocol;
        this.requestsLeft = requestsLeft;
        endpoint = TomcatInternals.endpoint(old);
        pollerSelector = old.getPoller().getSelector();
        socket = old.getSocket().getIOChannel();
        tlsChannel = old.getSocket() instanceof SecureNioChannel ? old.getSocket() : null;
        unread = takeReadBuffer(old.getSocketBufferHandler());
    }

    private static ByteBuffer takeReadBuffer(SocketBufferHandler buffers) {
        buffers.configureReadBufferForRead();
        ByteBuffer buffer = buffers.getReadBuffer();
        return ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    }

    @Override
    public boolean giveBack(ByteBuffer sentAhead) {
        if (entered != null) {
            return isRead();
        }
        if (pollerSelector.isOpen() && socket.keyFor(pollerSelector) != null) {
            pollerSelector.wakeup(); // it has not let go of the old key yet
            return false;
        }
        try {
            if (enter(sentAhead)) {
                return entered == null;
            }
        } catch (Exception e) {
            log.warn(sm.getString("giveBack.failed"), e);
        }
        close();
        return true;
    }

    /**
     * Has Tomcat read what was sent ahead, as no event of the socket will. Not before the poller knows the socket: a
     * worker that is faster than the poller could take the connection out again before it is wholly in.
     */
    private boolean isRead() {
        if (!entered.isClosed() && pollerSelector.isOpen() && socket.keyFor(pollerSelector) == null) {
            return false;
        }
        entered.processSocket(SocketEvent.OPEN_READ, true);
        return true;
    }

    /** False if the connector has no place or no future, or the client has sent more than a request may have. */
    private boolean enter(ByteBuffer sentAhead) throws Exception {
        NioChannel channel = tlsChannel == null ? new NioChannel(TomcatInternals.newBuffers(endpoint)) : tlsChannel;
        int input = unread.remaining() + sentAhead.remaining();
        if (!endpoint.isRunning()
                || endpoint.isPaused()
                || input > endpoint.getSocketProperties().getAppReadBufSize()
                || !TomcatInternals.tryCountUp(endpoint)) {
            return false;
        }
        NioSocketWrapper wrapper = new NioSocketWrapper(channel, endpoint);
        if (tlsChannel == null) {
            channel.reset(socket, wrapper);
        } else {
            TomcatInternals.setWrapper(tlsChannel, wrapper); // a reset would forget the TLS session
        }
        TomcatInternals.connections(endpoint).put(socket, wrapper);
        wrapper.setReadTimeout(protocol.getKeepAliveTimeout());
        wrapper.setWriteTimeout(protocol.getConnectionTimeout());
        wrapper.setKeepAliveLeft(requestsLeft);
        if (input > 0) {
            wrapper.unRead(ByteBuffer.allocate(input).put(unread).put(sentAhead).flip());
            entered = wrapper;
        }
        wrapper.getPoller().register(wrapper);
        return true;
    }

    private void close() {
        try {
            if (tlsChannel != null) {
                tlsChannel.close(); // says goodbye
            }
        } catch (Exception e) {
            log.debug("Failed to end TLS", e);
        }
        try {
            socket.close();
        } catch (Exception e) {
            log.debug("Failed to close the socket", e);
        }
    }
}
