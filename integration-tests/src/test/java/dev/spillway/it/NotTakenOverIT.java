/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.it.app.AsyncServlet;
import dev.spillway.it.app.CommittingServlet;
import dev.spillway.it.app.WrappingFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules leave to Tomcat, or what can't be taken over, is answered by Tomcat as ever (A1, A2). */
@EachTomcat
class NotTakenOverIT {
    private static final int MIN_BYTES = 64 * SampleFiles.KIB;
    private static final String WEB_XML = """
            <filter><filter-name>wrap</filter-name><filter-class>dev.spillway.it.app.WrappingFilter</filter-class></filter>
            <filter-mapping><filter-name>wrap</filter-name><url-pattern>/wrapped/*</url-pattern></filter-mapping>
            <servlet><servlet-name>async</servlet-name><servlet-class>dev.spillway.it.app.AsyncServlet</servlet-class>
            <async-supported>true</async-supported></servlet>
            <servlet-mapping><servlet-name>async</servlet-name><url-pattern>/async</url-pattern></servlet-mapping>
            <servlet><servlet-name>early</servlet-name>
            <servlet-class>dev.spillway.it.app.CommittingServlet</servlet-class></servlet>
            <servlet-mapping><servlet-name>early</servlet-name><url-pattern>/early</url-pattern></servlet-mapping>
            <mime-mapping><extension>mp4</extension><mime-type>video/mp4</mime-type></mime-mapping>
            """;

    private static SampleFiles samples;
    private static Path big;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        big = samples.random("big.bin", 2 * SampleFiles.MIB);
        TomcatBase base = TomcatBase.of(version)
                .shortLived()
                .valve("minSize", "64k", "extensions", "bin,iso", "exclude", "/private/**,/*.iso");
        WebApp root = base.app("ROOT").webXml(WEB_XML);
        root.classes(WrappingFilter.class, AsyncServlet.class, CommittingServlet.class);
        root.link("least.bin", samples.random("least.bin", MIN_BYTES));
        root.link("below.bin", samples.random("below.bin", MIN_BYTES - 1));
        for (String name : new String[] {"big.bin", "big.dat", "private/a/big.bin", "top.iso", "sub/top.iso"}) {
            root.link(name, big);
        }
        root.link("wrapped/big.bin", big);
        withRules(base, "video", "types", "video/*,application/zip");
        withRules(base, "included", "include", "/included/files/**");
        tomcat = TomcatProcess.start(base);
    }

    /** An application with a valve and rules of its own. */
    private static void withRules(TomcatBase base, String name, String attribute, String value) {
        base.app(name)
                .webXml(WEB_XML.substring(WEB_XML.indexOf("<mime-mapping>")))
                .contextXml(XmlElement.valve(attribute, value).toString())
                .link("film.mp4", big)
                .link("pack.zip", big)
                .link("page.txt", big)
                .link("files/deep/page.txt", big);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    private static byte[] bigBytes() {
        try {
            return Files.readAllBytes(big);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RawResponse get(String path) {
        return RawHttpClient.get(tomcat.port(), path);
    }

    private static void assertWholeFile(RawResponse response) {
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(bigBytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/big.bin", "/sub/top.iso", "/video/film.mp4", "/video/pack.zip", "/included/files/deep/page.txt"
            })
    void whatTheRulesAskForIsTakenOver(String path) {
        assertWholeFile(Takeovers.byManager(tomcat, () -> get(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/big.dat", "/private/a/big.bin", "/top.iso", "/video/page.txt", "/included/page.txt"})
    void whatTheRulesLeaveOutIsAnsweredByTomcat(String path) {
        assertWholeFile(Takeovers.byTomcat(tomcat, () -> get(path)));
    }

    @Test
    void otherSpellingsOfAnExcludedPathAreExcludedToo() {
        assertWholeFile(Takeovers.byTomcat(tomcat, () -> get("/%70rivate/a/big.bin")));
        assertWholeFile(Takeovers.byTomcat(tomcat, () -> get("/sub/../private/./a/big.bin")));
        assertWholeFile(Takeovers.byTomcat(tomcat, () -> get("/private;x=y/a/big.bin")));
    }

    @Test
    void leastSizeIsABound() {
        assertThat(Takeovers.byManager(tomcat, () -> get("/least.bin")).body()).hasSize(MIN_BYTES);
        assertThat(Takeovers.byTomcat(tomcat, () -> get("/below.bin")).body()).hasSize(MIN_BYTES - 1);
    }

    @Test
    void headRequestIsAnsweredByTomcat() {
        Takeovers.byTomcat(tomcat, () -> {
            try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
                client.send("HEAD /big.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.readHead().contentLength()).isEqualTo(2 * SampleFiles.MIB);
                // The connection goes on: the next answer comes on it, and is not mixed up with a body.
                client.sendGet("/below.bin");
                assertThat(client.readResponse().body()).hasSize(MIN_BYTES - 1);
            }
            return null;
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "POST, Content-Length: 5, hello",
                "POST, Content-Length: 0, ''",
                "GET, Content-Length: 5, hello",
                "GET, Transfer-Encoding: chunked, \"5\\r\\nhello\\r\\n0\\r\\n\\r\\n\"",
            })
    void requestWithABodyIsAnsweredByTomcat(String method, String framing, String body) {
        String request = method + " /big.bin HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n\r\n"
                + body.replace("\\r", "\r").replace("\\n", "\n").replace("''", "");
        assertWholeFile(Takeovers.byTomcat(tomcat, () -> RawHttpClient.exchange(tomcat.port(), request)));
    }

    @Test
    void requestWithExpectationIsAnsweredByTomcat() {
        RawResponse response = Takeovers.byTomcat(tomcat, () -> {
            try (RawHttpClient client = RawHttpClient.connect(tomcat.port())) {
                client.sendGet("/big.bin", "Expect: 100-continue");
                ResponseHead first = client.readHead();
                assertThat(first.status()).isIn(100, 200);
                return first.status() == 100 ? client.readResponse() : client.readResponse(first);
            }
        });
        assertWholeFile(response);
    }

    @Test
    void wrappedAnswerIsTomcats() {
        assertWholeFile(Takeovers.byTomcat(tomcat, () -> get("/wrapped/big.bin")));
    }

    @Test
    void asynchronousAnswerArrivesWhole() {
        assertWholeFile(get("/async"));
    }

    @Test
    void answerThatIsOnItsWayIsLeftAlone() {
        RawResponse response =
                Takeovers.byTomcat(tomcat, () -> get("/early?end=" + 2 * SampleFiles.MIB + "&file=" + big));
        assertThat(response.text()).isEqualTo("done");
    }
}
