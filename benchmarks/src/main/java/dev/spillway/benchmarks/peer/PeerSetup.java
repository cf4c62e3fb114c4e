/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a server is started with.
 *
 * @param files folder whose files are served under /
 * @param work empty folder for configuration and logs of this one start
 * @param port port on 127.0.0.1
 * @param maxThreads request threads of a servlet container, 0 for its default
 * @param maxConnections connections of a servlet container, 0 for its default
 * @param bytesPerSecond rate at which each download is sent, 0 for no limit; for those that can
 * @param valve attributes of Spillway's valve in addition, as in {@code loops="2"}; empty for its defaults
 * @param tls what the server shows if it is to speak TLS on its port; for those that can
 */
public record PeerSetup(
        Path files,
        Path work,
        int port,
        int maxThreads,
        int maxConnections,
        long bytesPerSecond,
        String valve,
        Optional<TlsIdentity> tls) {
    /** A server with its own defaults. */
    public PeerSetup(Path files, Path work, int port) {
        this(files, work, port, 0, 0, 0, "", Optional.empty());
    }

    /** The same with limits, which only servlet containers know; 0 for a default. */
    public PeerSetup withLimits(int threads, int connections) {
        return new PeerSetup(files, work, port, threads, connections, bytesPerSecond, valve, tls);
    }

    /** The same with a limit of the rate of each download. */
    public PeerSetup withRate(long newBytesPerSecond) {
        return new PeerSetup(files, work, port, maxThreads, maxConnections, newBytesPerSecond, valve, tls);
    }

    /** The same with other attributes of Spillway's valve. */
    public PeerSetup withValve(String attributes) {
        return new PeerSetup(files, work, port, maxThreads, maxConnections, bytesPerSecond, attributes, tls);
    }

    /** The same with TLS. */
    public PeerSetup withTls(TlsIdentity identity) {
        return new PeerSetup(
                files, work, port, maxThreads, maxConnections, bytesPerSecond, valve, Optional.of(identity));
    }
}
