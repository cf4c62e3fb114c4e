/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.server;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.handlers.resource.PathResourceManager;
import java.nio.file.Path;
import org.xnio.Options;

/** Undertow with its handler for files. */
public final class UndertowServerMain {
    private UndertowServerMain() {}

    /**
     * Serves until it is stopped.
     *
     * @param args port, folder of files, number of worker threads or 0 for Undertow's default
     */
    public static void main(String[] args) {
        int threads = Integer.parseInt(args[2]);
        Undertow.Builder builder = Undertow.builder()
                .setSocketOption(Options.BACKLOG, 4096)
                .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
                .setHandler(Handlers.resource(new PathResourceManager(Path.of(args[1]))));
        if (threads > 0) {
            builder.setWorkerThreads(threads);
        }
        builder.build().start();
    }
}
