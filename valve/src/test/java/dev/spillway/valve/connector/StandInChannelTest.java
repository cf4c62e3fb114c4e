/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Tomcat does with the channel of a connection that ends: looks it up in its map of connections, removes it and
 * closes it (SYSTEMS.md A5). The socket has to survive all of that. Nothing is connected here.
 */
class StandInChannelTest {
    private SocketChannel real;
    private SocketChannel other;

    @BeforeEach
    void openSockets() throws IOException {
        real = SocketChannel.open();
        other = SocketChannel.open();
    }

    @AfterEach
    void closeSockets() throws IOException {
        real.close();
        other.close();
    }

    @Test
    void findsAndRemovesTheEntryOfTheRealChannel() throws IOException {
        Map<SocketChannel, String> connections = new ConcurrentHashMap<>();
        connections.put(real, "connection");
        connections.put(other, "of somebody else");
        try (StandInChannel standIn = new StandInChannel(real)) {
            assertThat(connections.get(standIn)).isEqualTo("connection");
            assertThat(connections).containsKey(standIn);
            assertThat(connections.remove(standIn, "connection")).isTrue();
        }
        assertThat(connections).containsOnlyKeys(other);
    }

    /** The JDK compares with the key that is asked for on the left, in lists and in trees of colliding entries alike. */
    @ParameterizedTest
    @ValueSource(ints = {16, 1 << 16})
    void findsTheEntryAmongManyOthers(int capacity) throws IOException {
        Map<SocketChannel, Integer> connections = new ConcurrentHashMap<>(capacity);
        List<SocketChannel> all = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                all.add(SocketChannel.open());
                connections.put(all.get(i), i);
            }
            for (int i = 0; i < 200; i++) {
                assertThat(connections.remove(new StandInChannel(all.get(i)))).isEqualTo(i);
            }
            assertThat(connections).isEmpty();
        } finally {
            for (SocketChannel channel : all) {
                channel.close();
            }
        }
    }

    @Test
    void twoStandInsOfOneSocketAreEqualAndThoseOfOthersAreNot() throws IOException {
        try (StandInChannel standIn = new StandInChannel(real);
                StandInChannel same = new StandInChannel(real);
                StandInChannel different = new StandInChannel(other)) {
            assertThat(standIn)
                    .isEqualTo(same)
                    .hasSameHashCodeAs(same)
                    .hasSameHashCodeAs(real)
                    .isNotEqualTo(different);
            assertThat(same).isEqualTo(standIn);
            assertThat(standIn.equals(real)).isTrue();
            assertThat(standIn.equals(other)).isFalse();
            assertThat(standIn.equals(null)).isFalse();
            assertThat(new ConcurrentHashMap<>(Map.of(standIn, "x")).get(same)).isEqualTo("x");
        }
    }

    /** The socket comes back to Tomcat for the next request, under its own name. */
    @Test
    void theRealChannelDoesNotFindAStandIn() throws IOException {
        try (StandInChannel standIn = new StandInChannel(real)) {
            assertThat(real.equals(standIn)).isFalse();
            assertThat(Map.of(standIn, "left over").get(real)).isNull();
        }
    }

    @Test
    void closingItLeavesTheRealChannelOpen() throws IOException {
        StandInChannel standIn = new StandInChannel(real);
        standIn.configureBlocking(false);
        standIn.close();
        standIn.close();
        assertThat(standIn.isOpen()).isFalse();
        assertThat(real.isOpen()).isTrue();
        assertThat(real.isBlocking()).isTrue();
        assertThat(real.getOption(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
    }

    /** {@code NioChannel.close} does this before it closes the channel. */
    @Test
    void closingItsSocketLeavesTheRealChannelOpen() throws IOException {
        try (StandInChannel standIn = new StandInChannel(real)) {
            standIn.socket().close();
            assertThat(real.isOpen()).isTrue();
        }
    }

    @Test
    void isFoundAfterItWasClosed() throws IOException {
        StandInChannel standIn = new StandInChannel(real);
        standIn.close();
        assertThat(new ConcurrentHashMap<>(Map.of(real, "connection")).remove(standIn))
                .isEqualTo("connection");
    }

    @Test
    void nothingCanBeDoneToTheConnectionThroughIt() throws IOException {
        try (StandInChannel standIn = new StandInChannel(real)) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            ByteBuffer buffer = ByteBuffer.allocate(1);
            List<ThrowingCallable> attempts = List.of(
                    () -> standIn.read(buffer),
                    () -> standIn.read(new ByteBuffer[] {buffer}),
                    () -> standIn.write(buffer),
                    () -> standIn.write(new ByteBuffer[] {buffer}),
                    () -> standIn.bind(address),
                    () -> standIn.connect(address),
                    standIn::finishConnect,
                    standIn::shutdownInput,
                    standIn::shutdownOutput,
                    standIn::getLocalAddress,
                    standIn::getRemoteAddress,
                    () -> standIn.getOption(StandardSocketOptions.SO_LINGER),
                    () -> standIn.setOption(StandardSocketOptions.SO_LINGER, 0));
            assertThat(attempts)
                    .allSatisfy(attempt -> assertThatExceptionOfType(ClosedChannelException.class)
                            .isThrownBy(attempt));
            assertThat(standIn.isConnected()).isFalse();
            assertThat(standIn.isConnectionPending()).isFalse();
            assertThat(standIn.supportedOptions()).isEmpty();
            assertThat(real.isOpen()).isTrue();
            assertThat(real.getLocalAddress()).isNull();
        }
    }
}
