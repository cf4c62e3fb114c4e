/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import java.util.regex.Pattern;

/**
 * Where the pages of the valve are, and for whom.
 *
 * @param statusPath path of the live page without a slash at the end, or empty for none
 * @param metricsPath path of the metrics, or empty for none
 * @param role of the users who may see them; empty for whoever comes from this machine
 */
public record StatusSettings(String statusPath, String metricsPath, String role) {
    /** Segments without anything that has a meaning in a URI or needs encoding, and none that begins with a dot. */
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*){1,20}");

    static StatusSettings parse(String statusPath, String metricsPath, String role) {
        String status = path("statusPath", statusPath, "/spillway");
        String metrics = path("metricsPath", metricsPath, "/spillway/metrics");
        if (!status.isEmpty() && status.equals(metrics)) {
            throw new IllegalArgumentException("metricsPath=\"" + metricsPath
                    + "\" is that of statusPath, too; give it another one, such as \"" + status + "/metrics\"");
        }
        return new StatusSettings(status, metrics, role.strip());
    }

    private static String path(String name, String text, String example) {
        String path = text.strip();
        if (!path.isEmpty() && !PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(name + "=\"" + text + "\" is no path of a page: up to 20 segments of"
                    + " letters, digits and . _ ~ -, each after a slash, or empty for none, such as \"" + example
                    + "\"");
        }
        return path;
    }

    /** Whether there is no page at all. */
    public boolean isOff() {
        return statusPath.isEmpty() && metricsPath.isEmpty();
    }
}
