/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;

/** Who has answered: the valve's download manager, or Tomcat itself. */
final class Takeovers {
    private Takeovers() {}

    /** Does something that must make exactly one download of the manager. */
    static <T> T byManager(TomcatProcess tomcat, Supplier<T> action) {
        return counting(tomcat, 1, action);
    }

    /** Does something that Tomcat must answer itself. */
    static <T> T byTomcat(TomcatProcess tomcat, Supplier<T> action) {
        return counting(tomcat, 0, action);
    }

    private static <T> T counting(TomcatProcess tomcat, int expected, Supplier<T> action) {
        long before = tomcat.jmx().downloads("TotalDownloads");
        T result = action.get();
        assertThat(tomcat.jmx().downloads("TotalDownloads") - before)
                .as("downloads taken over by the manager")
                .isEqualTo(expected);
        return result;
    }
}
