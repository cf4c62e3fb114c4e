/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

/** A long download that is under way, detached from Tomcat, because its client has stopped reading for now. */
final class SlowDownload implements AutoCloseable {
    private final Site site;
    private final RawHttpClient client;
    private ContentCheck check;

    private SlowDownload(Site site, RawHttpClient client) {
        this.site = site;
        this.client = client;
    }

    /** Begins a download on a connection, and waits until the manager has it, beside others that it has already. */
    static SlowDownload begin(TomcatProcess tomcat, Site site, RawHttpClient client) {
        SlowDownload download = new SlowDownload(site, client);
        download.again(tomcat);
        return download;
    }

    /** Begins one more on the same connection, after the end of the one before. */
    void again(TomcatProcess tomcat) {
        Closing.all(check);
        check = ContentCheck.of(site.file(Site.LONG));
        long others = tomcat.jmx().downloads("ActiveDownloads");
        client.sendGet(Site.LONG).readHead();
        client.receive(check, SampleFiles.MIB / 4);
        Patience.await("the download is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == others + 1);
    }

    /** Reads some more of it. */
    void read(int bytes) {
        assertThat(client.receive(check, bytes).ending()).isEqualTo(Received.Ending.ENOUGH);
    }

    /** Reads the rest, which has to be right; the connection stays open. */
    RawHttpClient finish() {
        long left = Site.LONG_BYTES - check.position();
        assertThat(client.receive(check, left)).isEqualTo(new Received(left, Received.Ending.ENOUGH));
        return client;
    }

    /** Reads the rest, which has to be right, and the end of the connection, which has to come after it, in order. */
    void finishToClose() {
        finish();
        assertThat(client.receiveToEnd(check)).isEqualTo(new Received(0, Received.Ending.END_OF_STREAM));
    }

    RawHttpClient client() {
        return client;
    }

    @Override
    public void close() {
        Closing.all(client, check);
    }
}
