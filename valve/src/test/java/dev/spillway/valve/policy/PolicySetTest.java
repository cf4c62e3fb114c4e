/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SYSTEMS.md A2: what policies say together, and what an administrator gets wrong. */
class PolicySetTest {
    /** Answers with what it is told; registered for ServiceLoader, and found by its class name. */
    public static final class Scripted implements AdmissionPolicy, AutoCloseable {
        static int closed;
        private String says;

        @Override
        public void configure(PolicyParameters parameters) {
            says = parameters.choice("says", "admit", "deny", "leave", "403", "429", "null", "throw");
        }

        @Override
        public Verdict decide(DownloadRequest request) {
            return switch (says) {
                case "admit" -> Verdict.admit();
                case "deny" -> Verdict.deny("script");
                case "leave" -> Verdict.leaveToTomcat();
                case "null" -> null;
                case "throw" -> throw new IllegalStateException("script");
                default -> Verdict.refuse(Integer.parseInt(says), "script");
            };
        }

        @Override
        public boolean needsAnswer() {
            return false;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @AfterEach
    void forgetCloses() {
        Scripted.closed = 0;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                        | tomcat   | ADMIT
            scripted                                                  | tomcat   | ADMIT
            dev.spillway.valve.policy.PolicySetTest$Scripted          | 403      | ADMIT
            scripted(says=deny)                                       | tomcat   | LEAVE
            scripted(says=deny)                                       | 403      | 403
            scripted(says=deny)                                       | 503 120s | 503/120
            scripted(says=deny)                                       | 503 1ms  | 503/1
            scripted(says=leave)                                      | 403      | LEAVE
            scripted(says=429)                                        | tomcat   | 429
            scripted(says=429)                                        | 403      | 429
            scripted(says=429 onRefusal=404)                          | 403      | 404
            scripted(says=429 onRefusal=tomcat)                       | 403      | LEAVE
            scripted(says=deny onRefusal=503 2m)                      | 403      | 503/120
            scripted(says=leave onRefusal=404)                        | 403      | LEAVE
            scripted(says=admit onRefusal=404)                        | 403      | ADMIT
            !scripted(says=deny)                                      | 403      | ADMIT
            !scripted(says=429)                                       | 403      | ADMIT
            !scripted                                                 | 403      | 403
            !scripted(onRefusal=404)                                  | 403      | 404
            scripted scripted(says=403)                               | 404      | 403
            scripted(says=429) scripted(says=403)                     | 404      | 429
            scripted(says=deny) scripted(says=403)                    | tomcat   | LEAVE
            any(scripted(says=403) scripted)                          | 404      | ADMIT
            any(scripted(says=403) scripted(says=429))                | 404      | 429
            any(scripted(says=429) scripted(says=deny))               | 404      | 404
            any(scripted(says=429) onRefusal=410)                     | 404      | 410
            any(all(scripted scripted(says=deny)) scripted)           | 404      | ADMIT
            !any(scripted(says=deny) scripted(says=403))              | 404      | ADMIT
            all(scripted !scripted)                                   | 404      | 404
            scripted(says=deny paths=/files/**)                       | 404      | 404
            scripted(says=deny paths=/paid/** /files/*)               | 404      | 404
            scripted(says=deny paths=/paid/**)                        | 404      | ADMIT
            !scripted(paths=/paid/**)                                 | 404      | ADMIT
            !scripted(paths=/files/**)                                | 404      | 404
            scripted(says=null)                                       | tomcat   | 500
            scripted(says=throw)                                      | tomcat   | 500
            !scripted(says=throw)                                     | tomcat   | 500
            any(scripted(says=throw) scripted)                        | tomcat   | 500
            scripted(says=throw onRefusal=tomcat)                     | tomcat   | 500
            """)
    void policiesSayTogether(String policies, String onRefusal, String expected) {
        try (PolicySet set = PolicySet.parse(policies, onRefusal)) {
            assertThat(show(set.decide(new StubRequest().download()))).isEqualTo(expected);
            assertThat(set.isEmpty()).isEqualTo(policies.isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user                          | tomcat | carol |         | ADMIT
            user                          | tomcat |       |         | LEAVE
            user(alice bob)               | 403    | bob   |         | ADMIT
            user(alice bob)               | 403    | carol |         | 403
            role(staff downloaders)       | 403    | carol | staff   | ADMIT
            role(staff downloaders)       | 403    | carol | guests  | 403
            role(staff)                   | 403    |       |         | 403
            !user                         | 403    |       |         | ADMIT
            any(role(staff) user(carol))  | 403    | carol | guests  | ADMIT
            path(/free/** **.iso)         | 403    |       |         | ADMIT
            !path(**.iso)                 | 403    |       |         | 403
            """)
    void userRoleAndPath(String policies, String onRefusal, String user, String role, String expected) {
        StubRequest request = new StubRequest().user(user, role == null ? "" : role);
        try (PolicySet set = PolicySet.parse(policies, onRefusal)) {
            assertThat(show(set.decide(request.download()))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nosuch                        | "nosuch", which is no policy | com.example.MyPolicy
            com.example.NoSuch            | "com.example.NoSuch"         | lib/
            java.lang.String              | "java.lang.String"           | implements AdmissionPolicy
            role                          | names no role                | role(downloaders staff)
            role(a roles=b)               | roles="b"                    | values without a key
            user(name=a)                  | name="a"                     | it does not know
            path                          | has no pattern               | /free/**
            path(free)                    | "free"                       | must begin with / or *
            network                       | neither allow nor deny       | 10.0.0.0/8
            network(allow=10.0.0.1/8)     | network: allow               | 10.0.0.0/8
            network(deny=10.0.0.300)      | network: deny                | 2001:db8::/32
            network(allow=10.0.0.0/8 deny=10.0.0.0/8) | network: 10.0.0.0/8 is there twice | leave one
            header                        | name                         | header(name=value)
            header(name='a b')            | name="a b"                   | X-Paid
            country(file=x)               | allow=""                     | needs one of them
            country(file=x allow=A)       | "A"                          | "AT"
            country(file=no/such allow=AT)| country: file                | no/such
            country(allow=AT)             | country needs file           | country(file=value)
            signed                        | signed needs keyFile         | signed(keyFile=value)
            signed(keyFile=no/such)       | signed: keyFile              | no/such
            signed(keyProperty=no.such)   | keyProperty="no.such"        | catalina.properties
            speed                         | faster=""                    | speed(slower=1MiB)
            speed(faster=2M slower=1M)    | faster="2M"                  | faster less than slower
            speed(slower=1furlong)        | slower="1furlong"            | 1MiB
            speed(slower=1M clients=1)    | clients="1"                  | from 1024 to 4194304
            speed(slower=1M clients=9999999999) | clients="9999999999"   | from 1024 to 4194304
            speed(slower=1M forget=0s)    | forget="0s"                  | from 1000ms
            speed(slower=1M unknown=deney)| unknown="deney"              | admit, deny
            any                           | any is empty                 | any(user
            any(user allow=x)             | allow="x"                    | it does not know
            any(user(paths=/a))           | paths inside of any          | behind any
            user(paths=a)                 | user: paths                  | must begin with / or *
            user(onRefusal=200)           | user: onRefusal="200"        | 400 to 599
            scripted(says=5)              | says="5"                     | admit, deny
            """)
    void whatCanNotBeUsedIsRefused(String policies, String named, String cure) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicySet.parse(policies, "tomcat"))
                .withMessageContainingAll(named, cure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "admit", "200", "399", "600", "403 x", "403 1s 2s", "tomcat 1s", "Tomcat"})
    void otherMeaningsOfARefusalAreRefused(String onRefusal) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicySet.parse("user", onRefusal))
                .withMessageContaining("onRefusal");
    }

    @Test
    void policiesAreClosedWithTheSetAndWhenItCanNotBeBuilt() {
        PolicySet.parse("scripted any(scripted(says=deny) user)", "403").close();
        assertThat(Scripted.closed).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> PolicySet.parse("scripted nosuch", "403"));
        assertThat(Scripted.closed).isEqualTo(3);
    }

    static String show(Verdict verdict) {
        if (verdict.kind() != Verdict.Kind.REFUSE) {
            return verdict.kind().name();
        }
        return verdict.status() + (verdict.retryAfterSeconds() < 0 ? "" : "/" + verdict.retryAfterSeconds());
    }
}
