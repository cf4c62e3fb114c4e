/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.client;

import dev.spillway.manager.api.ManagerConfig;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a valve wants of its manager processes. What can't be used is refused with its name, value, bounds and an example.
 *
 * @param socket where the first of them is found; the others have ".1", ".2" behind it
 * @param managers number of processes, 1 to 16
 * @param answerTimeout what is not answered within this time is sent by this JVM, 1 ms to 60 s
 * @param idleExit after how long without a valve and without downloads a process that is started ends
 * @param engine settings for a process that is started
 * @param console where such a process appends what it has to say
 * @param classPath of such a process
 */
public record RemoteSettings(
        Path socket,
        int managers,
        Duration answerTimeout,
        Duration idleExit,
        ManagerConfig engine,
        Path console,
        String classPath) {
    /** The kernel has room for so many bytes of a path, and its end (unix(7)). */
    private static final int MAX_PATH_BYTES = 107;

    /** With what the second manager and those after it have behind theirs. */
    private static final int MAX_SOCKET_BYTES = MAX_PATH_BYTES - ".15".length();

    private static final int MAX_MANAGERS = 16;

    public RemoteSettings {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_BYTES) {
            throw new IllegalArgumentException("socket=\"" + socket + "\" is too long: " + MAX_SOCKET_BYTES
                    + " bytes at most, such as \"/run/spillway/manager.sock\"");
        }
        if (managers < 1 || managers > MAX_MANAGERS) {
            throw new IllegalArgumentException(
                    "managers=\"" + managers + "\" is out of bounds: 1 to " + MAX_MANAGERS + ", such as \"1\"");
        }
    }

    /** The socket of one of the managers, counted from 0. */
    Path socket(int index) {
        return index == 0 ? socket : socket.resolveSibling(socket.getFileName() + "." + index);
    }

    /** The jar, or the folder, that this class is in; it has all that a process needs. */
    public static String ownClassPath() {
        try {
            return Path.of(RemoteSettings.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e); // it is the location of a file
        }
    }
}
