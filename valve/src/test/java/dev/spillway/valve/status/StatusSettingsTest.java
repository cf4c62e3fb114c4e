/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusSettingsTest {
    @Test
    void withoutPathsThereIsNoPage() {
        assertThat(StatusSettings.parse("", " ", "").isOff()).isTrue();
    }

    @Test
    void onePathIsEnough() {
        assertThat(StatusSettings.parse("/spillway", "", "").isOff()).isFalse();
        assertThat(StatusSettings.parse("", "/metrics", "").isOff()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/spillway", "/a/b-c/d_e.f~0", "/x"})
    void pathsAreTakenAsTheyAre(String path) {
        assertThat(StatusSettings.parse(path, "", "").statusPath()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spillway",
                "/",
                "/spillway/",
                "//x",
                "/a/../b",
                "/./a",
                "/a b",
                "/a%2Fb",
                "/a;b",
                "/a?b",
                "/a#b",
                "/a\\b",
                "/\u00e4",
                "/*"
            })
    void whatIsNoPathIsRefusedWithNameValueAndExample(String path) {
        assertThatThrownBy(() -> StatusSettings.parse(path, "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("statusPath=\"" + path + "\"")
                .hasMessageContaining("such as \"/spillway\"");
        assertThatThrownBy(() -> StatusSettings.parse("", path, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metricsPath=\"" + path + "\"");
    }

    @Test
    void pageAndMetricsCantBeAtTheSamePath() {
        assertThatThrownBy(() -> StatusSettings.parse("/x", "/x", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metricsPath=\"/x\"")
                .hasMessageContaining("/x/metrics");
    }
}
