/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the parts are that {@code bin/bench} and {@code bin/soak} have built and unpacked.
 *
 * @param root folder of the project
 * @param tomcatHome an unpacked distribution of Tomcat 11
 * @param spillwayJar the drop-in jar
 */
public record Installation(Path root, Path tomcatHome, Path spillwayJar) {
    /** As the scripts give them to the JVM. */
    public static Installation ofProperties() {
        return new Installation(
                Path.of(System.getProperty("spillway.root")),
                Path.of(System.getProperty("spillway.tomcat")),
                Path.of(System.getProperty("spillway.jar")));
    }

    /** A folder for files and results outside of version control. */
    public Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve("benchmarks/target").resolve(name));
    }

    Path cServerSource() {
        return root.resolve("benchmarks/src/main/c/sendfile-server.c");
    }
}
