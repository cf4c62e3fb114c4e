/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.connector;

import dev.spillway.manager.api.SecureLayer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;

/** Tomcat's own TLS channel, JSSE or OpenSSL, in the service of a download. */
record TlsLayer(SecureNioChannel channel) implements SecureLayer {
    /** The layer of a connection, if it has one. */
    static Optional<SecureLayer> of(NioChannel channel) {
        return channel instanceof SecureNioChannel secure ? Optional.of(new TlsLayer(secure)) : Optional.empty();
    }

    @Override
    public int write(ByteBuffer plain) throws IOException {
        return channel.write(plain);
    }

    @Override
    public boolean flush() throws IOException {
        channel.flushOutbound();
        return !isPending();
    }

    @Override
    public boolean isPending() {
        return channel.getOutboundRemaining() > 0;
    }

    @Override
    public int read(ByteBuffer plain) throws IOException {
        return channel.read(plain);
    }

    @Override
    public void closeOutbound() throws IOException {
        channel.close();
    }
}
