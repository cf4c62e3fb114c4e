/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.valve.status.Visitors.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is on this machine. */
class VisitorsTest {
    private final Visitors visitors = new Visitors("", null);

    private Verdict judge(Asked asked) {
        return visitors.judge(asked.request());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1"})
    void loopbackAddressesAreOfThisMachine(String peer) {
        assertThat(judge(Asked.from(peer))).isEqualTo(Verdict.WELCOME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "10.127.0.1",
                "128.0.0.1",
                "1127.0.0.1",
                "::2",
                "::",
                "fe80::1",
                "127.0.0.1.example.org",
                ""
            })
    void othersAreNot(String peer) {
        assertThat(judge(Asked.from(peer))).isEqualTo(Verdict.FORBIDDEN);
    }

    @Test
    void aClientThatSomebodyElseForwardsIsNotOfThisMachine() {
        assertThat(judge(Asked.from("127.0.0.1").forwardedFor("192.0.2.1"))).isEqualTo(Verdict.FORBIDDEN);
    }

    @Test
    void aClientThatOnlySaysItIsOfThisMachineIsNot() {
        assertThat(judge(Asked.from("192.0.2.1").forwardedFor("127.0.0.1"))).isEqualTo(Verdict.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "x-forwarded-host", "X-Real-IP", "Via"})
    void whatComesThroughAProxyIsNotOfThisMachine(String header) {
        assertThat(judge(Asked.from("127.0.0.1").with(header, "127.0.0.1"))).isEqualTo(Verdict.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.0.0.2", "::1", "[::1]"})
    void namesOfThisMachineAreFine(String name) {
        assertThat(judge(Asked.from("127.0.0.1").byName(name))).isEqualTo(Verdict.WELCOME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1"})
    void aNameThatIsBentToThisMachineIsNot(String name) {
        assertThat(judge(Asked.from("127.0.0.1").byName(name))).isEqualTo(Verdict.FORBIDDEN);
    }

    @Test
    void withARoleAndNoRealmNobodyIsKnown() {
        Visitors withRole = new Visitors("admin", null);
        Asked asked = Asked.from("127.0.0.1").with("Authorization", "Basic YTpi");
        assertThat(withRole.judge(asked.request())).isEqualTo(Verdict.UNKNOWN);
    }
}
