/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.util.Arrays;

/** Where the download manager of a test runs. The build runs tests of the main job with each of them. */
enum ManagerHost {
    EMBEDDED,
    PROCESS;

    /** The one that the build asks for. */
    static final ManagerHost BY_BUILD = "process".equals(System.getProperty("spillway.manager")) ? PROCESS : EMBEDDED;

    /** The element of a valve, with a manager in this place unless the test itself says where. */
    XmlElement valve(String... namesAndValues) {
        XmlElement valve = XmlElement.valve(namesAndValues);
        if (this == PROCESS && !Arrays.asList(namesAndValues).contains("manager")) {
            valve.with("manager", "process");
        }
        return valve;
    }
}
