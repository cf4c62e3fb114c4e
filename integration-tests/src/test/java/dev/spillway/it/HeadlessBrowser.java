/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Chromium without a window and with a profile of its own, which talks to nobody but the loopback address. */
final class HeadlessBrowser {
    private static final String PROGRAM = "chromium";
    /** After so long it gives up loading, and shows what there is. */
    private static final String LOAD_MILLIS = "90000";

    private HeadlessBrowser() {}

    /** The command with a profile in a directory, without an address. */
    static List<String> command(Path directory) {
        return List.of(
                Programs.require(PROGRAM, PROGRAM),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--no-proxy-server",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--autoplay-policy=no-user-gesture-required",
                "--user-data-dir=" + directory.resolve("profile"));
    }

    /** Opens an address, waits until all of it is loaded, and gives the document as it is then. */
    static String documentOf(String url) {
        Path directory = BuildPaths.newDirectory("browser");
        try {
            List<String> command = new ArrayList<>(command(directory));
            command.addAll(List.of("--timeout=" + LOAD_MILLIS, "--dump-dom", url));
            return Programs.run(directory, command);
        } finally {
            BuildPaths.delete(directory);
        }
    }
}
