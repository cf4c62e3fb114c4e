/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.it.app.HeaderFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Security constraints, filters, cookies and error pages hold for large files as for pages (A1, A3, A8). */
@EachTomcat
class PipelineHoldsIT {
    private static final String CREDENTIALS = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("reader:secret".getBytes(StandardCharsets.US_ASCII));
    private static final String WEB_XML = """
            <filter><filter-name>headers</filter-name><filter-class>dev.spillway.it.app.HeaderFilter</filter-class></filter>
            <filter-mapping><filter-name>headers</filter-name><url-pattern>/filtered/*</url-pattern></filter-mapping>
            <error-page><error-code>404</error-code><location>/not-found.html</location></error-page>
            <security-constraint>
              <web-resource-collection><web-resource-name>files</web-resource-name>
              <url-pattern>/protected/*</url-pattern></web-resource-collection>
              <auth-constraint><role-name>readers</role-name></auth-constraint>
            </security-constraint>
            <login-config><auth-method>BASIC</auth-method><realm-name>Files</realm-name></login-config>
            <security-role><role-name>readers</role-name></security-role>
            """;

    private static SampleFiles samples;
    private static Path big;
    private static Path errorPage;
    private static TomcatProcess tomcat;

    @Parameter
    TomcatVersion version;

    @BeforeParameterizedClassInvocation
    static void start(TomcatVersion version) {
        samples = new SampleFiles();
        big = samples.random("big.bin", 2 * SampleFiles.MIB);
        errorPage = samples.text("not-found.html", SampleFiles.MIB + 1);
        TomcatBase base = TomcatBase.of(version).shortLived().valve();
        base.conf(
                "readers.xml",
                "<tomcat-users><user username='reader' password='secret' roles='readers'/></tomcat-users>");
        base.inEngine(new XmlElement("Realm")
                .with("className", "org.apache.catalina.realm.MemoryRealm")
                .with("pathname", "conf/readers.xml"));
        base.app("ROOT")
                .webXml(WEB_XML)
                .classes(HeaderFilter.class)
                .link("protected/big.bin", big)
                .link("filtered/big.bin", big)
                .link("WEB-INF/big.bin", big)
                .link("META-INF/big.bin", big)
                .link("not-found.html", errorPage);
        tomcat = TomcatProcess.start(base);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        Closing.all(tomcat, samples);
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RawResponse get(String path, String... headerLines) {
        return RawHttpClient.get(tomcat.port(), path, headerLines);
    }

    @Test
    void protectedFileIsRefusedWithoutCredentials() {
        RawResponse response = Takeovers.byTomcat(tomcat, () -> get("/protected/big.bin"));
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.head().first("WWW-Authenticate").orElseThrow()).startsWith("Basic realm=\"Files\"");
        assertThat(response.body().length).isLessThan(SampleFiles.MIB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Range: bytes=0-", "If-Range: \"x\"", "X-Forwarded-For: 127.0.0.1"})
    void noHeaderOpensTheProtectedFile(String headerLine) {
        RawResponse response = Takeovers.byTomcat(tomcat, () -> get("/protected/big.bin", headerLine));
        assertThat(response.status()).isEqualTo(401);
    }

    @Test
    void protectedFileArrivesWithCredentials() {
        RawResponse response = Takeovers.byManager(tomcat, () -> get("/protected/big.bin", CREDENTIALS));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(content(big));
        // Set by the authenticator, so that no cache gives the file to others.
        assertThat(response.head().first("Cache-Control")).contains("private");
    }

    @Test
    void headersAndCookiesOfAFilterAreOnTheAnswer() {
        RawResponse response = Takeovers.byManager(tomcat, () -> get("/filtered/big.bin"));
        ResponseHead head = response.head();
        assertThat(head.all("X-Filter")).containsExactly("was here");
        assertThat(head.all("X-Many")).containsExactly("one", "two");
        assertThat(head.all("Set-Cookie"))
                .hasSize(3)
                .anyMatch(cookie -> cookie.equals("seen=yes"))
                .anyMatch(cookie -> cookie.equals("again=too"))
                .anyMatch(cookie -> cookie.startsWith("JSESSIONID="));
        assertThat(response.body()).isEqualTo(content(big));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%0d%0aInjected:%20yes", "a%0aInjected:%20yes", "a%0dInjected:%20yes", "a%00b"})
    void headerThatTheClientChoseCanNotAddAnother(String chosen) {
        RawResponse response = get("/filtered/big.bin?echo=" + chosen);
        assertThat(response.head().all("Injected")).isEmpty();
        if (response.status() == 200) {
            assertThat(response.head().contentLength()).isEqualTo(2 * SampleFiles.MIB);
            assertThat(response.body()).isEqualTo(content(big));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/WEB-INF/big.bin",
                "/META-INF/big.bin",
                "/web-inf/big.bin",
                "/%57EB-INF/big.bin",
                "//WEB-INF/big.bin",
                "/filtered/../WEB-INF/big.bin",
                "/WEB-INF;x/big.bin"
            })
    void privateDirectoriesStayShut(String path) {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @Test
    void largeErrorPageKeepsItsStatus() {
        RawResponse response = get("/no-such-file.bin");
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body()).isEqualTo(content(errorPage));
    }

    @Test
    void conditionalRequestGetsNoBody() {
        ResponseHead head = get("/filtered/big.bin").head();
        String tag = head.first("ETag").orElseThrow();
        RawResponse response = Takeovers.byTomcat(
                tomcat, () -> get("/filtered/big.bin", "If-None-Match: " + tag, RawHttpClient.CLOSE));
        assertThat(response.status()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void failedPreconditionIsTomcatsAnswer() {
        RawResponse response =
                Takeovers.byTomcat(tomcat, () -> get("/filtered/big.bin", "If-Match: \"other\"", RawHttpClient.CLOSE));
        assertThat(response.status()).isEqualTo(412);
    }
}
