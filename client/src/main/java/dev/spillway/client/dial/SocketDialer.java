/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.dial;

import dev.spillway.client.pool.Connection;
import dev.spillway.client.pool.Dialer;
import dev.spillway.client.pool.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * Opens TCP connections over IPv6 and IPv4, directly or through a proxy, with TLS where the endpoint asks for it.
 *
 * <p>The addresses of a name are tried one after the other in the order of the system's resolver; none may use more than its share of the time, so an
 * address that swallows packets does not keep us from the next.
 */
public final class SocketDialer implements Dialer {
    private final ProxyRules proxies;
    private final TlsSettings tls;

    public SocketDialer(ProxyRules proxies, TlsSettings tls) {
        this.proxies = proxies;
        this.tls = tls;
    }

    @Override
    public Connection open(Endpoint endpoint, Duration longest) throws IOException {
        long deadline = System.nanoTime() + longest.toNanos();
        Optional<Proxy> proxy = proxies.proxyFor(endpoint.host(), endpoint.secure());
        SocketChannel channel = connect(
                proxy.map(Proxy::host).orElse(endpoint.host()),
                proxy.map(Proxy::port).orElse(endpoint.port()),
                deadline);
        boolean ready = false;
        try (Deadline guard = Deadline.closing(channel, left(deadline))) {
            Connection connection = prepare(channel, proxy, endpoint, deadline);
            ready = !guard.expired();
            left(deadline);
            return connection;
        } finally {
            if (!ready) {
                channel.close();
            }
        }
    }

    private Connection prepare(SocketChannel channel, Optional<Proxy> proxy, Endpoint endpoint, long deadline)
            throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Socket socket = channel.socket();
        if (proxy.isPresent()) {
            tunnel(proxy.get(), endpoint, socket, deadline);
        }
        if (endpoint.secure()) {
            socket = tls.over(socket, endpoint.host(), endpoint.port(), left(deadline));
        }
        return new ChannelConnection(channel, socket);
    }

    private static void tunnel(Proxy proxy, Endpoint endpoint, Socket socket, long deadline) throws IOException {
        socket.setSoTimeout((int) left(deadline).toMillis());
        if (proxy.kind() == Proxy.Kind.SOCKS5) {
            ProxyHandshake.socks5(proxy, endpoint, socket.getInputStream(), socket.getOutputStream());
        } else if (endpoint.secure()) {
            ProxyHandshake.connect(proxy, endpoint, socket.getInputStream(), socket.getOutputStream());
        }
    }

    private static SocketChannel connect(String host, int port, long deadline) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        IOException failure = null;
        for (int i = 0; i < addresses.length; i++) {
            long share = left(deadline).toMillis() / (addresses.length - i);
            try {
                return connect(new InetSocketAddress(addresses[i], port), (int) Math.max(1, share));
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure;
    }

    private static SocketChannel connect(InetSocketAddress address, int timeoutMs) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, timeoutMs);
            return channel;
        } catch (IOException e) {
            channel.close();
            ConnectException named = new ConnectException("no connection to "
                    + address.getAddress().getHostAddress() + " port " + address.getPort() + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    private static Duration left(long deadline) throws SocketTimeoutException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the connection was not ready in time");
        }
        return Duration.ofNanos(Math.max(left, 1_000_000));
    }
}
