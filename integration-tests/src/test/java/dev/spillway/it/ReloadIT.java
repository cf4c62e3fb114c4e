/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.it.app.HeaderFilter;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** An application is reloaded in the middle of its download: that goes on, and holds on to nothing (A5, A12). */
@EachTomcat
class ReloadIT {
    private static final int SIZE = 32 * SampleFiles.MIB;
    private static final int READ_BEFORE = 256 * SampleFiles.KIB;
    private static final String LOADER = "org.apache.catalina.loader.ParallelWebappClassLoader";
    private static final String FILTER = """
            <filter><filter-name>headers</filter-name><filter-class>dev.spillway.it.app.HeaderFilter</filter-class></filter>
            <filter-mapping><filter-name>headers</filter-name><url-pattern>/*</url-pattern></filter-mapping>
            """;

    private SampleFiles samples;
    private Path big;
    private ExecutorService administrator;

    @Parameter
    TomcatVersion version;

    @BeforeEach
    void prepare() {
        samples = new SampleFiles();
        big = samples.random("big.bin", SIZE);
        administrator = Executors.newSingleThreadExecutor();
    }

    @AfterEach
    void cleanUp() {
        administrator.shutdownNow();
        samples.close();
    }

    private WebApp app(TomcatBase base, String name) {
        return base.app(name).webXml(FILTER).classes(HeaderFilter.class).link("big.bin", big);
    }

    @Test
    void valveInTheEngine() throws Exception {
        TomcatBase base = TomcatBase.of(version).shortLived().valve();
        app(base, "one");
        app(base, "two");
        reloadDuringDownload(base);
    }

    @Test
    void valveInTheContextThatIsReloaded() throws Exception {
        TomcatBase base = TomcatBase.of(version).shortLived().dropInJar();
        app(base, "one").contextXml(XmlElement.valve().toString());
        app(base, "two");
        reloadDuringDownload(base);
    }

    private void reloadDuringDownload(TomcatBase base) throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.start(base);
                ContentCheck check = ContentCheck.of(big);
                ContentCheck again = ContentCheck.of(big);
                RawHttpClient client = begin(tomcat, check)) {
            Patience.await("the download is under way", () -> tomcat.jmx().downloads("ActiveDownloads") == 1);
            Future<?> reload = administrator.submit(() -> tomcat.jmx().reload("/one"));
            reload.get(Patience.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            // The client has read nothing meanwhile, so the download is still running while this is looked at.
            Patience.await(
                    "only the loaders of the two running applications are alive",
                    () -> tomcat.jmx().liveInstances(LOADER) == 2);
            assertThat(tomcat.log()).doesNotContain("memory leak");
            try (RawHttpClient next = begin(tomcat, again)) {
                next.receiveToEnd(again);
                assertThat(again.position()).isEqualTo(SIZE);
            }
            client.receiveToEnd(check);
            assertThat(check.position()).isEqualTo(SIZE);
        }
    }

    private static RawHttpClient begin(TomcatProcess tomcat, ContentCheck check) {
        RawHttpClient client = RawHttpClient.connectSlow(tomcat.port()).sendGet("/one/big.bin", RawHttpClient.CLOSE);
        assertThat(client.readHead().status()).isEqualTo(200);
        client.receive(check, READ_BEFORE);
        return client;
    }
}
