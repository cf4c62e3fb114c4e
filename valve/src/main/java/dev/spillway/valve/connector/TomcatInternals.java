/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.connector;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.Request;
import org.apache.coyote.http11.Http11Processor;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketProperties;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.res.StringManager;
import org.apache.tomcat.util.threads.LimitLatch;

/**
 * The members of Tomcat that are not public. Without them connections can't be kept open or given back, so they are closed
 * after a download, and those with TLS stay with Tomcat.
 */
final class TomcatInternals {
    /** Whether this Tomcat has all of them. */
    static final boolean ARE_KNOWN;

    private static final Log log = LogFactory.getLog(TomcatInternals.class);
    private static final StringManager sm = StringManager.getManager(TomcatInternals.class);

    private static Field requestHook;
    private static Field processorWrapper;
    private static Field processorKeepAlive;
    private static Method getEndpoint;
    private static Method setChannel;
    private static Field channelWrapper;
    private static Field connections;
    private static Field connectionLimitLatch;
    private static Field limitLatchSync;

    static {
        boolean areKnown = false;
        try {
            requestHook = field(Request.class, "hook");
            processorWrapper = field(AbstractProcessor.class, "socketWrapper");
            processorKeepAlive = field(Http11Processor.class, "keepAlive");
            getEndpoint = method(SocketWrapperBase.class, "getEndpoint");
            setChannel = method(SocketWrapperBase.class, "reset", Object.class);
            channelWrapper = field(NioChannel.class, "socketWrapper");
            connections = field(AbstractEndpoint.class, "connections");
            connectionLimitLatch = field(AbstractEndpoint.class, "connectionLimitLatch");
            limitLatchSync = field(LimitLatch.class, "sync");
            areKnown = true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.warn(sm.getString("tomcatInternals.unknown"), e);
        }
        ARE_KNOWN = areKnown;
    }

    private TomcatInternals() {}

    private static Method method(Class<?> owner, String name, Class<?>... types) throws ReflectiveOperationException {
        Method method = owner.getDeclaredMethod(name, types);
        method.setAccessible(true);
        return method;
    }

    private static Field field(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** The connection that a request came by. */
    static NioSocketWrapper wrapper(Request request) {
        return (NioSocketWrapper) get(processorWrapper, get(requestHook, request));
    }

    /** Tomcat's verdict so far whether the connection stays open after this request. */
    static boolean isKeptAlive(Request request) {
        return (boolean) get(processorKeepAlive, get(requestHook, request));
    }

    private static Object get(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was accessible at the start", e);
        }
    }

    static NioEndpoint endpoint(NioSocketWrapper wrapper) throws ReflectiveOperationException {
        return (NioEndpoint) getEndpoint.invoke(wrapper);
    }

    /** Has a connection use another channel. */
    static void setChannel(NioSocketWrapper wrapper, NioChannel channel) throws ReflectiveOperationException {
        setChannel.invoke(wrapper, channel);
    }

    /** Has a channel belong to another connection, without the reset that ends its TLS. */
    static void setWrapper(NioChannel channel, NioSocketWrapper wrapper) throws ReflectiveOperationException {
        channelWrapper.set(channel, wrapper);
    }

    @SuppressWarnings("unchecked") // the type of the field
    static Map<SocketChannel, SocketWrapperBase<NioChannel>> connections(NioEndpoint endpoint)
            throws ReflectiveOperationException {
        return (Map<SocketChannel, SocketWrapperBase<NioChannel>>) connections.get(endpoint);
    }

    /** Counts one more connection if {@code maxConnections} allows it; never waits, as Tomcat's own method would. */
    static boolean tryCountUp(NioEndpoint endpoint) throws ReflectiveOperationException, InterruptedException {
        Object latch = connectionLimitLatch.get(endpoint);
        return latch == null || ((AbstractQueuedSynchronizer) limitLatchSync.get(latch)).tryAcquireSharedNanos(1, 0);
    }

    /** Buffers for a new channel, as the endpoint would make them. */
    static SocketBufferHandler newBuffers(NioEndpoint endpoint) {
        SocketProperties properties = endpoint.getSocketProperties();
        return new SocketBufferHandler(
                properties.getAppReadBufSize(), properties.getAppWriteBufSize(), properties.getDirectBuffer());
    }
}
