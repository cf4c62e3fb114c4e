/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A socket and a file go over a Unix domain socket, and do at the other end what they did before. */
class DescriptorsIT {
    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private MessageSocket sender;
    private MessageSocket receiver;

    @BeforeEach
    void connect() throws Exception {
        ServerSocketChannel server = keep(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        server.bind(address);
        Descriptors descriptors = new ReflectedDescriptors();
        sender = new MessageSocket(descriptors.of(keep(SocketChannel.open(address))));
        receiver = new MessageSocket(descriptors.of(keep(server.accept())));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    static Descriptors way(String name) throws ReflectiveOperationException {
        return name.equals("reflection") ? new ReflectedDescriptors() : new UnsafeDescriptors();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reflection", "sun.misc.Unsafe"})
    void socketAndFileArriveAndWork(String way) throws Exception {
        Descriptors descriptors = way(way);
        DescriptorCheck.check(descriptors);
        Path path = Files.writeString(directory.resolve("file"), "content");
        ServerSocketChannel tcp = keep(ServerSocketChannel.open());
        tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SocketChannel client = keep(SocketChannel.open(tcp.getLocalAddress()));
        SocketChannel accepted = keep(tcp.accept());
        accepted.configureBlocking(false);
        FileChannel file = FileChannel.open(path);

        ByteBuffer message =
                ByteBuffer.allocateDirect(3).put(new byte[] {1, 2, 3}).flip();
        assertThat(sender.send(message, List.of(descriptors.of(accepted), descriptors.of(file))))
                .isEqualTo(3);
        accepted.close(); // unknown to any selector, so the connection as such stays open
        file.close();

        List<Integer> numbers = new ArrayList<>();
        assertThat(receiver.receive(ByteBuffer.allocateDirect(10), numbers::add))
                .isEqualTo(3);
        assertThat(numbers).hasSize(2);
        AdoptedChannels adopted = new AdoptedChannels();
        SocketChannel socket = keep(adopted.socket(numbers.get(0)));
        FileChannel adoptedFile = keep(adopted.file(numbers.get(1)));
        assertThat(socket.getRemoteAddress()).isEqualTo(client.getLocalAddress());
        assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + numbers.get(0))))
                .as("flags have O_CLOEXEC")
                .containsPattern("flags:\\s+02[0-9]{6}");
        try (Selector selector = Selector.open()) {
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_WRITE);
            assertThat(selector.select()).isEqualTo(1);
            assertThat(adoptedFile.transferTo(0, 7, socket)).isEqualTo(7);
            socket.close();
            selector.selectNow();
        }
        ByteBuffer received = ByteBuffer.allocate(8);
        while (client.read(received) >= 0) {
            assertThat(received.hasRemaining()).isTrue();
        }
        assertThat(new String(received.array(), 0, received.position(), StandardCharsets.UTF_8))
                .isEqualTo("content");
    }

    @Test
    void anEmptySocketSaysSo() throws Exception {
        assertThat(receiver.receive(ByteBuffer.allocateDirect(1), number -> {})).isZero();
    }

    @Test
    void asManyAsTheKernelAllowsGoAtOnce() throws Exception {
        FileChannel file = keep(FileChannel.open(Files.writeString(directory.resolve("file"), "x")));
        int number = new ReflectedDescriptors().of(file);
        List<Integer> many = java.util.Collections.nCopies(MessageSocket.MAX_DESCRIPTORS, number);
        assertThat(sender.send(ByteBuffer.allocateDirect(1), many)).isEqualTo(1);
        List<Integer> numbers = new ArrayList<>();
        assertThat(receiver.receive(ByteBuffer.allocateDirect(1), numbers::add)).isEqualTo(1);
        assertThat(numbers).hasSize(MessageSocket.MAX_DESCRIPTORS).doesNotHaveDuplicates();
        AdoptedChannels adopted = new AdoptedChannels();
        for (int received : numbers) {
            adopted.close(received);
        }
    }
}
