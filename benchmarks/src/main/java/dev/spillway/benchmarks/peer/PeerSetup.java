/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.nio.file.Path;

/**
 * What a server is started with.
 *
 * @param files folder whose files are served under /
 * @param work empty folder for configuration and logs of this one start
 * @param port port on 127.0.0.1
 * @param maxThreads request threads of a servlet container, 0 for its default
 * @param maxConnections connections of a servlet container, 0 for its default
 * @param bytesPerSecond rate at which each download is sent, 0 for no limit; for those that can
 */
public record PeerSetup(Path files, Path work, int port, int maxThreads, int maxConnections, long bytesPerSecond) {}
