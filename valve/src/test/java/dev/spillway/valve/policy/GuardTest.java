/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                         | tomcat  | []
            network(allow=192.0.2.0/24)                | tomcat  | []
            network(deny=192.0.2.0/24)                 | tomcat  | [sendError 403]
            network(deny=192.0.2.0/24)                 | 404     | [sendError 404]
            network(deny=192.0.2.0/24)                 | 503 60s | [setHeader Retry-After 60, sendError 503]
            network(deny=192.0.2.0/24 paths=/other/**) | tomcat  | []
            network(deny=192.0.2.0/24 onRefusal=451)   | tomcat  | [sendError 451]
            scripted(says=leave)                       | tomcat  | []
            scripted(says=throw)                       | tomcat  | [sendError 500]
            """)
    void guardAnswersOnlyWhatItRefuses(String guard, String onRefusal, String expected) throws IOException {
        List<String> calls = new ArrayList<>();
        HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName() + " "
                            + String.join(
                                    " ",
                                    Arrays.stream(arguments)
                                            .map(String::valueOf)
                                            .toList()));
                    return null;
                });
        try (PolicySet set = PolicySet.parseGuard(guard, onRefusal)) {
            boolean isAnswered = set.turnsAway(new StubRequest().servletRequest(), "/files/a.iso", response);
            assertThat(calls).hasToString(expected);
            assertThat(isAnswered).isEqualTo(!calls.isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user                                              | "user"    | security-constraint
            role(staff)                                       | "role"    | security-constraint
            any(network(allow=10.0.0.0/8) role(staff))        | "role"    | security-constraint
            network(allow=10.0.0.0/8 onRefusal=tomcat)        | onRefusal | 400 to 599
            """)
    void whatComesTooEarlyIsRefused(String guard, String named, String cure) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicySet.parseGuard(guard, "403"))
                .withMessageContainingAll(named, cure);
    }
}
