/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Clients that have asked for files and read nothing, so that their downloads run until the test goes on. */
final class PausedClients implements AutoCloseable {
    private final TomcatProcess tomcat;
    private final List<RawHttpClient> clients = new ArrayList<>();

    PausedClients(TomcatProcess tomcat) {
        this.tomcat = tomcat;
    }

    /** Asks for files, each on a connection of its own, and waits until all of them are under way. */
    PausedClients ask(String... paths) {
        long others = tomcat.jmx().downloads("ActiveDownloads");
        for (String path : paths) {
            RawHttpClient client = RawHttpClient.connectSlow(tomcat.port());
            clients.add(client);
            client.sendGet(path, RawHttpClient.CLOSE);
        }
        long wanted = others + paths.length;
        Patience.await("downloads under way", () -> tomcat.jmx().downloads("ActiveDownloads") == wanted);
        return this;
    }

    /** Takes in all that there is for a client, heads included, to the end of its connection. */
    Received finish(int client) {
        return clients.get(client).receiveToEnd(OutputStream.nullOutputStream());
    }

    RawHttpClient client(int number) {
        return clients.get(number);
    }

    @Override
    public void close() {
        Closing.all(clients.toArray(new AutoCloseable[0]));
    }
}
