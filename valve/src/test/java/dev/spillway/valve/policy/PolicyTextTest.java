/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                                      | []
            " , "                                   | []
            user                                    | [user{}]
            user()                                  | [user{}]
            user( )                                 | [user{}]
            !user                                   | [!user{}]
            user role(a)                            | [user{}, role{=[a]}]
            user,role(a,b)                          | [user{}, role{=[a, b]}]
            network(allow=10.0.0.0/8 fd00::/8)      | [network{allow=[10.0.0.0/8, fd00::/8]}]
            n(allow=a b deny=c, d)                  | [n{allow=[a, b], deny=[c, d]}]
            n(x y a=b)                              | [n{=[x, y], a=[b]}]
            com.example.My$Policy(a=b)             | [com.example.My$Policy{a=[b]}]
            n(a='b c')                              | [n{a=[b c]}]
            n(a='b=(c)')                            | [n{a=[b=(c)]}]
            n('it''s' a='')                         | [n{=[it's], a=[]}]
            n(key=YWJj==)                           | [n{key=[YWJj==]}]
            n(/a=b X-y=z)                           | [n{=[/a=b, X-y=z]}]
            any(user !role(a) paths=/a/** /b)       | [any{paths=[/a/**, /b]}(user{} !role{=[a]})]
            any(all(user role(a)) path(/f))         | [any{}(all{}(user{} role{=[a]}) path{=[/f]})]
            """)
    void textIsRead(String text, String expected) {
        assertThat(PolicyText.parse("policies", text).stream()
                        .map(PolicyTextTest::show)
                        .toList())
                .hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            user)              | 5
            user(              | 6
            (user)             | 1
            user role(a        | 12
            role(a)user        | 8
            role(a))           | 8
            role((a))          | 6
            role(a(b))         | 7
            role('a)           | 9
            role('a'b)         | 9
            role(a'b')         | 7
            n(a= b)            | 5
            n(a=)              | 5
            n(a=b a=c)         | 9
            !                  | 2
            ! user             | 2
            !!user             | 7
            ro-le(a)           | 6
            9user              | 6
            any('user')        | 5
            any(any(any(any(any(any(any(any(any(user))))))))) | 37
            """)
    void brokenTextIsRefusedWithThePlace(String text, int place) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyText.parse("policies", text))
                .withMessageContainingAll(
                        "policies=\"" + text + "\" can't be read at character " + place + ":", "role(downloaders)");
    }

    private static String show(PolicyCall call) {
        String parts = call.parts().stream().map(PolicyTextTest::show).collect(Collectors.joining(" "));
        return (call.isNegated() ? "!" : "") + call.name() + call.values() + (parts.isEmpty() ? "" : "(" + parts + ")");
    }
}
