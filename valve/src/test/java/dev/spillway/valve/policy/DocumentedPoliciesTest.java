/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/policies.md} shows works as it is written there. */
class DocumentedPoliciesTest {
    private static final Pattern ATTRIBUTE = Pattern.compile("\\b(policies|guard)=\"([^\"]+)\"");
    private static final Pattern KEY = Pattern.compile("With the key `([^`]+)`");

    @TempDir
    Path base;

    private String oldBase;
    private String documentation;

    @BeforeEach
    void setUpBase() throws IOException {
        documentation = Files.readString(Path.of("..", "docs", "policies.md"));
        Files.createDirectory(base.resolve("conf"));
        Files.writeString(base.resolve("conf/links.key"), documentedKey());
        Files.writeString(base.resolve("conf/countries.csv"), "192.0.2.0/24,AT");
        oldBase = System.getProperty("catalina.base");
        System.setProperty("catalina.base", base.toString());
    }

    @AfterEach
    void restoreBase() {
        if (oldBase == null) {
            System.clearProperty("catalina.base");
        } else {
            System.setProperty("catalina.base", oldBase);
        }
    }

    @Test
    void examplesCanBeUsed() {
        List<String> used = new ArrayList<>();
        Matcher matcher = ATTRIBUTE.matcher(documentation);
        while (matcher.find()) {
            String text = matcher.group(2);
            if (!text.startsWith("com.example.")) {
                boolean isGuard = matcher.group(1).equals("guard");
                PolicySet set = isGuard ? PolicySet.parseGuard(text, "tomcat") : PolicySet.parse(text, "tomcat");
                assertThat(set.isEmpty()).isFalse();
                used.add(text);
            }
        }
        assertThat(used).hasSizeGreaterThan(8);
    }

    @Test
    void linkOfTheExampleIsTheOneShown() {
        String link = SignedLink.ofKey(documentedKey())
                .sign("/shop/my film.mp4", "id=7", Instant.ofEpochSecond(1_767_225_600), null);
        assertThat(documentation).contains("\n" + link + "\n");
    }

    private String documentedKey() {
        Matcher matcher = KEY.matcher(documentation);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
