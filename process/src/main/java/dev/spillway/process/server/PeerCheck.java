/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/** Who is at the other end of a Unix domain socket, as the kernel knows it (SO_PEERCRED). */
public final class PeerCheck {
    private static final Path OWN_PROCESS = Path.of("/proc/self");

    private PeerCheck() {}

    /** The user that this process runs as. */
    public static UserPrincipal ownUser() throws IOException {
        return Files.getOwner(OWN_PROCESS);
    }

    /** The user that the peer ran as when it connected, or began to listen. */
    public static UserPrincipal user(SocketChannel channel) throws IOException {
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    }

    static boolean isOwnUser(SocketChannel channel) throws IOException {
        return user(channel).equals(ownUser());
    }
}
