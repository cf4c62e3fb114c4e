/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.spillway.process.descriptor.Descriptors;
import dev.spillway.process.wire.Hello;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a manager listens is its own, and nobody else's. */
class ListeningSocketIT {
    @TempDir
    private Path directory;

    private Path socket() {
        return directory.resolve("spillway").resolve("manager");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void onlyTheOwnerGetsThere() throws IOException {
        ListeningSocket socket = ListeningSocket.open(socket());
        assertThat(permissions(socket())).isEqualTo("rw-------");
        assertThat(permissions(socket().getParent())).isEqualTo("rwx------");
        socket.close();
        assertThat(socket()).doesNotExist();
    }

    @Test
    void aFolderThatOthersMayEnterIsRefused() throws IOException {
        Files.createDirectory(socket().getParent());
        Files.setPosixFilePermissions(socket().getParent(), PosixFilePermissions.fromString("rwxr-x---"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ListeningSocket.open(socket()))
                .withMessageContaining("rwxr-x---")
                .withMessageContaining("chmod 700");
    }

    @Test
    void aLinkInThePlaceOfTheFolderIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(socket().getParent(), elsewhere);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ListeningSocket.open(socket()))
                .withMessageContaining("no link");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aFileInThePlaceOfTheSocketIsLeftAlone() throws IOException {
        ListeningSocket.open(socket()).close();
        Files.writeString(socket(), "precious");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ListeningSocket.open(socket()))
                .withMessageContaining("no socket");
        assertThat(socket()).hasContent("precious");
    }

    @Test
    void theSocketOfAKilledManagerIsUsedAnew() throws IOException {
        try (RealManager first = RealManager.start(directory)) {
            first.process().destroyForcibly().onExit().join();
        }
        assertThat(socket()).exists();
        try (RealManager second = RealManager.start(directory);
                SocketChannel channel = second.connect()) {
            assertThat(channel.isConnected()).isTrue();
        }
    }

    @Test
    void aSecondManagerOfTheSameNameEndsAtOnce() throws Exception {
        try (RealManager first = RealManager.start(directory);
                RealManager second = RealManager.launch(directory)) {
            assertThat(second.process().waitFor()).isEqualTo(Main.TAKEN);
            assertThat(first.isAlive()).isTrue();
            assertThat(second.console()).contains("another manager listens");
        }
    }

    @Test
    void aManagerThatNobodyNeedsEndsAndCleansUp() throws Exception {
        try (RealManager manager = RealManager.launch(directory, "--idleExit", "200ms")) {
            await().atMost(RealManager.DEADLINE).until(() -> !manager.isAlive());
            assertThat(manager.process().exitValue()).as(manager.console()).isZero();
            assertThat(manager.console()).contains("Takes downloads at " + socket(), "nothing left to do");
            try (Stream<Path> left = Files.list(socket().getParent())) {
                assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("manager.lock");
            }
        }
    }

    @Test
    void aBadOptionIsExplained() throws Exception {
        try (RealManager manager = RealManager.launch(directory, "--loops", "99")) {
            assertThat(manager.process().waitFor()).isEqualTo(Main.BAD_OPTION);
            assertThat(manager.console()).contains("loops").contains("99").contains("64");
        }
    }

    @Test
    void optionsComeFromAFileWhereTheCommandLineSaysNothing() throws Exception {
        Path conf = Files.writeString(directory.resolve("conf"), "loops=3\nturnSize=64k\n");
        try (RealManager manager = RealManager.start(directory, "--conf", conf.toString(), "--loops", "2")) {
            await().atMost(RealManager.DEADLINE)
                    .untilAsserted(() -> assertThat(manager.console()).contains("--loops 2 --turnSize 65536 "));
        }
    }

    /** As systemd passes it: the socket is there before the manager is. */
    @Test
    void aSocketFromStandardInputIsServed() throws Exception {
        String activate =
                "use Socket; socket(S, AF_UNIX, SOCK_STREAM, 0) && bind(S, sockaddr_un(shift)) && listen(S, 9)"
                        + " && open(STDIN, '<&S') && exec @ARGV; die $!";
        Path path = directory.resolve("activated");
        Process manager = new ProcessBuilder(
                        "perl",
                        "-e",
                        activate,
                        path.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Descriptors.JVM_OPTION,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("console").toFile())
                .start();
        try {
            await().atMost(RealManager.DEADLINE).until(() -> Files.exists(path) || !manager.isAlive());
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                channel.write(new Hello("test", "", false).toBytes().orElseThrow());
                assertThat(RealManager.receive(channel)).isInstanceOf(Hello.class);
            }
        } finally {
            manager.destroyForcibly().onExit().join();
        }
    }
}
