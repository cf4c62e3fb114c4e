/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SYSTEMS.md A2 "payment/authentication". */
class SignedLinkTest {
    private static final String KEY = key('k');
    private static final String OTHER_KEY = key('o');
    private static final Instant EXPIRES = StubRequest.NOW.plusSeconds(60);

    @TempDir
    Path folder;

    private Path keyFile;

    @BeforeEach
    void writeKey() throws IOException {
        keyFile = Files.writeString(folder.resolve("links.key"), "# made by hand\n" + KEY + "\n");
    }

    /** The format must never change: links are on their way, and others make them, too. */
    @Test
    void linkIsWhatTheDocumentationSays() {
        String link =
                SignedLink.ofKey(KEY).sign("/shop/my film.mp4", "id=7", Instant.ofEpochSecond(1_767_225_600), null);
        assertThat(link)
                .isEqualTo("/shop/my%20film.mp4?id=7&expires=1767225600"
                        + "&signature=L29cewkcQfbwQqwk5i5DGngxYDWRRed0pvUXLv2gDtY");
    }

    @Test
    void linkForOneClientIsWhatTheDocumentationSays() {
        String link = SignedLink.ofKey(KEY).sign("/a", "", Instant.ofEpochSecond(1_767_225_600), "2001:db8::1");
        assertThat(link).isEqualTo("/a?expires=1767225600&signature=yTqWUUg5UfKOyPLgX4ewpmEOvfp_4Zb_N_hgDlwrlEA");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /a.iso            | ''            | /a.iso?expires=
            /a b/\u00fc%2F;+&?#.iso | ''      | /a%20b/%C3%BC%252F%3B%2B%26%3F%23.iso?expires=
            /\ud83d\ude00       | x=1           | /%F0%9F%98%80?x=1&expires=
            /a.iso            | x=1&y=%20&&z  | /a.iso?x=1&y=%20&&z&expires=
            """)
    void signedLinkIsAdmitted(String path, String query, String start) throws IOException {
        String link = SignedLink.ofKeyFile(keyFile).sign(path, query, EXPIRES, null);
        assertThat(link).startsWith(start);
        assertThat(decide("", request(path, queryOf(link)))).isEqualTo("ADMIT");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            59, 0s,    ADMIT
            60, 0s,    410
            61, 0s,    410
            61, 2s,    ADMIT
            62, 2s,    410
            359, 5m,   ADMIT
            360, 5m,   410
            100000000, 5m, 410
            -100000, 0s, ADMIT
            """)
    void linkIsGoodUntilItExpires(long afterNow, String skew, String expected) {
        String query = queryOf(SignedLink.ofKey(KEY).sign("/a.iso", EXPIRES));
        StubRequest later = request("/a.iso", query).time(StubRequest.NOW.plusSeconds(afterNow));
        assertThat(decide("skew=" + skew, later)).isEqualTo(expected);
    }

    /** S is the right signature, E the right time. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /a.iso  | expires=E&signature=S               | ADMIT
            /a.iso  | signature=S&expires=E               | ADMIT
            /a.iso  |                                     | 403
            /a.iso  | ''                                  | 403
            /a.iso  | expires=E                           | 403
            /a.iso  | signature=S                         | 403
            /a.iso  | expires=&signature=S                | 403
            /a.iso  | expires=E&signature=                | 403
            /a.iso  | expires&signature                   | 403
            /b.iso  | expires=E&signature=S               | 403
            /a.iso/ | expires=E&signature=S               | 403
            /A.iso  | expires=E&signature=S               | 403
            /a.iso  | expires=E&signature=S&x=1           | 403
            /a.iso  | x=1&expires=E&signature=S           | 403
            /a.iso  | expires=E&signature=S=              | 403
            /a.iso  | expires=E&signature=S%3D            | 403
            /a.iso  | expires=E&signature=SA              | 403
            /a.iso  | expires=E&signature=AS              | 403
            /a.iso  | expires=E&signature=A               | 403
            /a.iso  | expires=E&signature=\u20ac          | 403
            /a.iso  | expires=E&signature=%00             | 403
            /a.iso  | expires=E&expires=E&signature=S     | 403
            /a.iso  | expires=E&signature=S&signature=S   | 403
            /a.iso  | expires=E&signature=S&expires=9999999999 | 403
            /a.iso  | expires=9999999999&signature=S&expires=E | 403
            /a.iso  | expires=9999999999&signature=S      | 403
            /a.iso  | expires=0E&signature=S              | 403
            /a.iso  | expires=+E&signature=S              | 403
            /a.iso  | expires=-1&signature=S              | 403
            /a.iso  | expires=99999999999999999999&signature=S | 403
            /a.iso  | expires=\u0661&signature=S          | 403
            /a.iso  | EXPIRES=E&SIGNATURE=S               | 403
            /a.iso  | %65xpires=E&signature=S             | 403
            /a.iso  | expires=E;signature=S               | 403
            /a.iso  | &&&                                 | 403
            """)
    void changedLinkIsForbidden(String path, String query, String expected) {
        String link = SignedLink.ofKey(KEY).sign("/a.iso", EXPIRES);
        String changed = query == null
                ? null
                : query.replace("=E", "=" + EXPIRES.getEpochSecond())
                        .replace("0E", "0" + EXPIRES.getEpochSecond())
                        .replace("+E", "+" + EXPIRES.getEpochSecond())
                        .replace("=S", "=" + signatureOf(link))
                        .replace("=AS", "=A" + signatureOf(link));
        assertThat(decide("", request(path, changed))).isEqualTo(expected);
    }

    @Test
    void everyChangeOfTheSignatureIsForbidden() {
        String link = SignedLink.ofKey(KEY).sign("/a.iso", EXPIRES);
        String query = queryOf(link);
        for (int i = query.length() - 43; i < query.length(); i++) {
            char[] changed = query.toCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            assertThat(decide("", request("/a.iso", new String(changed))))
                    .as("character %s", i)
                    .isEqualTo("403");
        }
    }

    /** Else an outsider could ask whether a made-up link was once good. */
    @Test
    void wrongLinkIsForbiddenAlsoWhenItHasExpired() {
        StubRequest late = request("/a.iso", "expires=1&signature=" + "A".repeat(43));
        assertThat(decide("", late)).isEqualTo("403");
    }

    @Test
    void hugeQueryIsForbidden() {
        String query = "expires=1&".repeat(100_000) + "signature=" + "A".repeat(1_000_000);
        assertThat(decide("", request("/a.iso", query))).isEqualTo("403");
    }

    /** What stands on a line of the signed text can't be moved to the next one. */
    @Test
    void pathWithLineFeedsIsNoOtherLink() {
        String query = queryOf(SignedLink.ofKey(KEY).sign("/x\n/a.iso", EXPIRES));
        assertThat(decide("", request("/x\n/a.iso", query))).isEqualTo("ADMIT");
        assertThat(decide("", request("/a.iso", "/x&" + query))).isEqualTo("403");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            192.0.2.1,   192.0.2.1,         ADMIT
            192.0.2.1,   ::ffff:192.0.2.1,  ADMIT
            192.0.2.1,   192.0.2.2,         403
            2001:db8::1, 2001:DB8:0::0:1,   ADMIT
            2001:db8::1, 2001:db8::2,       403
            192.0.2.1,   unknown,           403
            192.0.2.1,   ,                  403
            ,            192.0.2.1,         403
            ,            ,                  403
            """)
    void linkForOneClientIsForItOnly(String signedFor, String address, String expected) {
        String query = queryOf(SignedLink.ofKey(KEY).sign("/a.iso", "", EXPIRES, signedFor));
        assertThat(decide("address=client", request("/a.iso", query).address(address)))
                .isEqualTo(expected);
    }

    @Test
    void linkForOneClientIsNotForAny() {
        String query = queryOf(SignedLink.ofKey(KEY).sign("/a.iso", "", EXPIRES, "192.0.2.1"));
        assertThat(decide("", request("/a.iso", query))).isEqualTo("403");
    }

    @Test
    void parametersCanHaveOtherNames() {
        String query =
                queryOf(SignedLink.ofKey(KEY).withParameterNames("e", "s").sign("/a.iso", EXPIRES));
        assertThat(query).startsWith("e=").contains("&s=");
        assertThat(decide("expires=e signature=s", request("/a.iso", query))).isEqualTo("ADMIT");
        assertThat(decide("", request("/a.iso", query))).isEqualTo("403");
    }

    @Test
    void firstKeySignsAndAllAreGood() throws IOException {
        String old = queryOf(SignedLink.ofKey(KEY).sign("/a.iso", EXPIRES));
        Files.writeString(keyFile, OTHER_KEY + "\n\n# the old one\n" + KEY);
        String young = queryOf(SignedLink.ofKeyFile(keyFile).sign("/a.iso", EXPIRES));
        assertThat(young).isEqualTo(queryOf(SignedLink.ofKey(OTHER_KEY).sign("/a.iso", EXPIRES)));
        assertThat(decide("", request("/a.iso", old))).isEqualTo("ADMIT");
        assertThat(decide("", request("/a.iso", young))).isEqualTo("ADMIT");
    }

    @Test
    void keyCanComeFromASystemProperty() {
        System.setProperty("spillway.test.key", KEY);
        try {
            String query = queryOf(SignedLink.ofKey(KEY).sign("/a.iso", EXPIRES));
            assertThat(PolicySet.parse("signed(keyProperty=spillway.test.key)", "tomcat")
                            .decide(request("/a.iso", query).download())
                            .isAdmitted())
                    .isTrue();
        } finally {
            System.clearProperty("spillway.test.key");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                    | there are 0 keys
            '# nothing'                                           | there are 0 keys
            c2hvcnQ=                                              | key 1 has 5 bytes, and needs at least 32
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= c2hvcnQ= | key 2 has 5 bytes, and needs at least 32
            not*base64                                            | key 1 is not in base64
            """)
    void badKeysAreRefusedWithTheCureAndNotShown(String content, String why) throws IOException {
        Files.writeString(keyFile, content);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicySet.parse("signed(keyFile=" + keyFile + ")", "tomcat"))
                .withMessageContainingAll("signed: keyFile", keyFile.toString(), why, "openssl rand -base64 32")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("c2hvcnQ", "not*base64"));
    }

    @Test
    void tooManyKeysAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedLink.ofKey((KEY + " ").repeat(LinkKeys.MOST_KEYS + 1)))
                .withMessageContainingAll("9 keys", "1 to 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"skew=301s", "address=all", "expires=a&b", "expires=x signature=x", "keyProperty=x"})
    void badParametersAreRefused(String parameters) {
        assertThatIllegalArgumentException().isThrownBy(() -> decide(parameters, new StubRequest()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "//a", "/a//b", "/./a", "/a/../b", "/a/..", "/a/.", "/a\\b", "/\0", "/\ud800"})
    void pathThatTomcatWouldNeverAskAboutIsNotSigned(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedLink.ofKey(KEY).sign(path, EXPIRES))
                .withMessageContaining("path=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a#b", "\u00fc", "a\nb", "expires=1", "x=1&signature=a"})
    void queryThatCanNotBeCheckedIsNotSigned(String query) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedLink.ofKey(KEY).sign("/a", query, EXPIRES, null))
                .withMessageContaining("query=");
    }

    @Test
    void timeAndAddressThatAreNoneAreNotSigned() {
        SignedLink links = SignedLink.ofKey(KEY);
        assertThatIllegalArgumentException().isThrownBy(() -> links.sign("/a", Instant.MAX));
        assertThatIllegalArgumentException().isThrownBy(() -> links.sign("/a", Instant.EPOCH.minusSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> links.sign("/a", "", EXPIRES, "localhost"));
    }

    /** Constant time by construction: {@link MessageDigest#isEqual} compares, and nothing else looks at a signature. */
    @Test
    void signaturesAreComparedInConstantTime() {
        JavaClass keys = new ClassFileImporter().importClasses(LinkKeys.class).get(LinkKeys.class);
        List<String> calls = keys.getMethod("isSigned", String.class, String.class).getMethodCallsFromSelf().stream()
                .map(JavaMethodCall::getTarget)
                .map(target -> target.getOwner().getSimpleName() + "." + target.getName())
                .toList();
        assertThat(calls).contains("MessageDigest.isEqual").doesNotContain("Arrays.equals", "String.equals");
        noClasses()
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .orShould()
                .callMethod(Arrays.class, "mismatch", byte[].class, byte[].class)
                .check(new ClassFileImporter()
                        .importClasses(LinkKeys.class, SignedLinkPolicy.class, LinkFormat.class, HeaderPolicy.class));
    }

    private String decide(String parameters, StubRequest request) {
        return PolicySetTest.show(PolicySet.parse("signed(keyFile=" + keyFile + " " + parameters + ")", "tomcat")
                .decide(request.download()));
    }

    private static StubRequest request(String path, String query) {
        return new StubRequest().path(path).query(query);
    }

    private static String queryOf(String link) {
        return link.substring(link.indexOf('?') + 1);
    }

    private static String signatureOf(String link) {
        return link.substring(link.indexOf("signature=") + "signature=".length());
    }

    private static String key(char letter) {
        byte[] bytes = String.valueOf(letter).repeat(32).getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
