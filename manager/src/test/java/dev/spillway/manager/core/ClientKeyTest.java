/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who counts as one client. */
class ClientKeyTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::1, 2001:db8:0:0:ffff:ffff:ffff:ffff, true",
        "2001:db8::1, 2001:db8:0:1::1, false",
        "fe80::1%eth0, fe80::2, true",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "::ffff:192.0.2.1, ::ffff:192.0.2.2, false",
        "not:an:address, not:an:address, true",
        "not:an:address, neither:is:this, false",
    })
    void addressesOfOneNetworkOf64BitsAreOneClient(String one, String other, boolean isSame) {
        boolean isEqual = ClientKey.of(Terms.ofClient(one), false).equals(ClientKey.of(Terms.ofClient(other), false));
        assertThat(isEqual).isEqualTo(isSame);
    }

    @Test
    void aUserIsOneClientWhateverTheAddress() {
        Terms office = Terms.ofClient("192.0.2.1").withUser("ada");
        Terms home = Terms.ofClient("198.51.100.1").withUser("ada");
        assertThat(ClientKey.of(office, true)).isEqualTo(ClientKey.of(home, true));
        assertThat(ClientKey.of(office, false)).isNotEqualTo(ClientKey.of(home, false));
        assertThat(ClientKey.of(Terms.ofClient("192.0.2.1"), true)).isEqualTo("192.0.2.1");
    }

    @Test
    void aUserWhoIsCalledLikeAnAddressIsNotThatClient() {
        assertThat(ClientKey.of(Terms.NONE.withUser("192.0.2.1"), true)).isNotEqualTo("192.0.2.1");
    }
}
