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

    /**
     * Notes what the way back needs. To be made before the socket leaves.
     *
     * @param old the connection as it leaves; what Tomcat has read of it and not used is taken along
     */
    GiveBack(Http11NioProtocol protocol, NioSocketWrapper old) throws Exception {
        this.protocol = protocol;
        requestsLeft =
                old.decrementKeepAlive() + 1; // see maxKeepAliveRequests; there is no way to look without counting
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
    public Answer giveBack(ByteBuffer sentAhead) {
        if (pollerSelector.isOpen() && socket.keyFor(pollerSelector) != null) {
            pollerSelector.wakeup(); // it has not let go of the old key yet
            return Answer.NOT_YET;
        }
        try {
            return enter(sentAhead) ? Answer.TAKEN : Answer.REFUSED;
        } catch (Exception e) {
            log.warn(sm.getString("giveBack.failed"), e);
            return Answer.REFUSED;
        }
    }

    /** False if the connector has no place or no future. */
    private boolean enter(ByteBuffer sentAhead) throws Exception {
        if (!endpoint.isRunning() || endpoint.isPaused() || !TomcatInternals.tryCountUp(endpoint)) {
            return false;
        }
        NioChannel channel = tlsChannel == null ? new NioChannel(TomcatInternals.newBuffers(endpoint)) : tlsChannel;
        NioSocketWrapper wrapper = new NioSocketWrapper(channel, endpoint);
        try {
            enter(wrapper, channel, sentAhead);
        } catch (Exception e) {
            log.warn(sm.getString("giveBack.failed"), e);
            wrapper.close(); // it is counted, so Tomcat is to count it out
        }
        return true;
    }

    private void enter(NioSocketWrapper wrapper, NioChannel channel, ByteBuffer sentAhead) throws Exception {
        if (tlsChannel == null) {
            channel.reset(socket, wrapper);
        } else {
            TomcatInternals.setWrapper(tlsChannel, wrapper); // a reset would forget the TLS session
        }
        TomcatInternals.connections(endpoint).put(socket, wrapper);
        wrapper.setReadTimeout(protocol.getKeepAliveTimeout());
        wrapper.setWriteTimeout(protocol.getConnectionTimeout());
        wrapper.setKeepAliveLeft(requestsLeft);
        int input = unread.remaining() + sentAhead.remaining();
        if (input == 0) {
            wrapper.getPoller().register(wrapper);
            return;
        }
        channel.getBufHandler().expand(input);
        wrapper.unRead(ByteBuffer.allocate(input).put(unread).put(sentAhead).flip());
        // Known to the poller, but of no interest to it: Tomcat is to be told once, or two workers would answer at
        // once.
        socket.register(pollerSelector, 0, wrapper);
        pollerSelector.wakeup();
        wrapper.processSocket(SocketEvent.OPEN_READ, true);
    }
}
