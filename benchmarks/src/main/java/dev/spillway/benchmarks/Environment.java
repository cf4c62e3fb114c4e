/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks;

import dev.spillway.benchmarks.peer.Programs;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a figure depends on and must be quoted with. */
final class Environment {
    private Environment() {}

    static Map<String, Object> describe() throws InterruptedException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cores", Runtime.getRuntime().availableProcessors());
        map.put("kernel", System.getProperty("os.version"));
        map.put("jdk", Runtime.version().toString());
        map.put("commit", output("git", "describe", "--always", "--dirty"));
        map.put("nginx", output("nginx", "-v"));
        map.put("lighttpd", output("lighttpd", "-v"));
        map.put("load", output("cut", "-d ", "-f1-3", "/proc/loadavg"));
        return map;
    }

    private static String output(String... command) throws InterruptedException {
        try {
            return Programs.run(List.of(command)).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
