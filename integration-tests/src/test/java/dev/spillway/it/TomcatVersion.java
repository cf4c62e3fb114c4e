/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.nio.file.Path;

/** The Tomcat lines that the one drop-in jar must work in, each as the real distribution unpacked by the build. */
enum TomcatVersion {
    TOMCAT_10_1("spillway.tomcat10"),
    TOMCAT_11("spillway.tomcat11");

    private final String homeProperty;

    TomcatVersion(String homeProperty) {
        this.homeProperty = homeProperty;
    }

    /** The unpacked distribution; shared by all tests and never written to. */
    Path home() {
        return BuildPaths.of(homeProperty);
    }
}
