/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build this is. */
public final class Build {
    /** Version and time of the build; two with the same are taken to be the same. */
    public static final String VERSION = read();

    private Build() {}

    private static String read() {
        try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("build");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
