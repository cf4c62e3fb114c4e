/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SYSTEMS.md A2 "geographic location". */
class CountryPolicyTest {
    private static final String TABLE = """
            network,country
            # made up
            192.0.2.0/24,AT
            192.0.2.128/25,ch

            2001:db8::/32, DE
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            allow=AT CH                | 192.0.2.1        | ADMIT
            allow=at ch                | 192.0.2.129      | ADMIT
            allow=AT CH                | 2001:db8::1      | LEAVE
            allow=AT CH                | 198.51.100.1     | LEAVE
            allow=AT CH                | ::ffff:192.0.2.1 | ADMIT
            allow=AT CH unknown=admit  | 198.51.100.1     | ADMIT
            allow=AT CH unknown=admit  | 2001:db8::1      | LEAVE
            allow=AT CH                |                  | LEAVE
            allow=AT CH unknown=admit  | nonsense         | ADMIT
            deny=CH                    | 192.0.2.1        | ADMIT
            deny=CH                    | 192.0.2.200      | LEAVE
            deny=CH                    | 198.51.100.1     | LEAVE
            deny=CH unknown=admit      | 198.51.100.1     | ADMIT
            """)
    void countryDecides(String parameters, String address, String expected) throws IOException {
        PolicySet set = PolicySet.parse("country(file=" + write(TABLE) + " " + parameters + ")", "tomcat");
        assertThat(set.decide(new StubRequest().address(address).download()).kind())
                .hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.0/24                          | line 1 holds "192.0.2.0/24"
            '192.0.2.0/24,AT\n192.0.2.1/24,AT'    | line 2 holds "192.0.2.1/24"
            192.0.2.0/24,AUT                      | line 1 holds "AUT"
            192.0.2.0/24,                         | line 1 holds ""
            192.0.2.0/24,\u00c4T                  | no country
            192.0.2.0/24,AT,Vienna                | line 1 holds "AT,Vienna"
            '192.0.2.0/24,AT\n192.0.2.0/24,CH'    | 192.0.2.0/24 is there twice
            'a\nnetwork,country'                  | line 1 holds "a"
            """)
    void badTableIsRefusedWithTheLine(String content, String why) throws IOException {
        Path file = write(content);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicySet.parse("country(file=" + file + " allow=AT)", "tomcat"))
                .withMessageContainingAll("country: file", file.toString(), why);
    }

    @Test
    void tableOfHundredsOfThousandsOfNetworksIsReadAndCompact() throws IOException {
        long seed = 20_261_120;
        System.out.println("CountryPolicyTest seed " + seed);
        Random random = new Random(seed);
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            table.append(IpAddress.ofV4(i << 8))
                    .append("/24,")
                    .append((char) ('A' + random.nextInt(26)))
                    .append("X\n");
        }
        NetworkTable read = CountryFile.read(write(table.toString()));
        assertThat(read.size()).isLessThanOrEqualTo(300_003);
        int from = table.indexOf(IpAddress.ofV4(123_456 << 8) + "/24,");
        String country = table.substring(table.indexOf(",", from) + 1, table.indexOf("\n", from));
        assertThat(read.find(IpAddress.ofV4((123_456 << 8) + 77))).isEqualTo(CountryFile.code("test", country));
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("countries.csv"), content);
    }
}
