/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.server;

import java.nio.file.Path;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with its handler for files. */
public final class JettyServerMain {
    private JettyServerMain() {}

    /**
     * Serves until it is stopped.
     *
     * @param args port, folder of files, number of threads or 0 for Jetty's default
     */
    public static void main(String[] args) throws Exception {
        int threads = Integer.parseInt(args[2]);
        Server server = new Server(threads == 0 ? new QueuedThreadPool() : new QueuedThreadPool(threads));
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(args[0]));
        connector.setAcceptQueueSize(4096);
        server.addConnector(connector);
        ResourceHandler files = new ResourceHandler();
        files.setBaseResource(ResourceFactory.of(files).newResource(Path.of(args[1])));
        server.setHandler(files);
        server.start();
        server.join();
    }
}
