/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One bridge with a network namespace for each host, shaped by {@code tc htb} in both directions. It lives in the network and mount namespaces of this process,
 * which nothing leads out of, so all of it is gone when the process is, however that ends.
 */
final class ShapedBridge {
    /** Twice the usual, so that headers take no more than a fiftieth of the rate. */
    private static final int FRAME_BYTES = 3_000;

    /** What waits at a link before it is dropped: room for some frames of each of a dozen connections, else they lose most of them. */
    private static final double QUEUE_SECONDS = 0.15;

    private static final String NETWORK = "10.79.0.0/16";

    private final double megabits;
    private int hosts;

    /** A bridge that nobody is at. */
    ShapedBridge(double megabits) throws IOException {
        if (ProcessHandle.current().pid() != 1) {
            throw new IOException("not in namespaces of its own: run bin/relay-bench");
        }
        this.megabits = megabits;
        Files.createDirectories(Path.of("/run/netns"));
        Shell.words("mount -t tmpfs none /run/netns");
        Shell.words("ip link set lo up");
        Shell.words("ip link add bridge type bridge");
        Shell.words("ip addr add " + address(1) + "/16 dev bridge");
        Shell.words("ip link set bridge mtu " + FRAME_BYTES + " up");
    }

    /** Address of this process in it. */
    static String here() {
        return address(1);
    }

    private static String address(int number) {
        return "10.79." + number / 200 + "." + number % 200;
    }

    /** Adds a host. */
    Host add() throws IOException {
        Host host = new Host(++hosts + 1);
        String space = host.space();
        Shell.words("ip netns add " + space);
        Shell.words("ip link add " + host.port() + " mtu " + FRAME_BYTES + " type veth peer name eth0 netns " + space
                + " mtu " + FRAME_BYTES);
        Shell.words("ip link set " + host.port() + " master bridge up");
        Shell.words("ip -n " + space + " link set lo up");
        Shell.words("ip -n " + space + " addr add " + host.address() + "/16 dev eth0");
        Shell.words("ip -n " + space + " link set eth0 up");
        // The pacing of bbr and the shaper get in each other's way.
        Shell.words("ip -n " + space + " route replace " + NETWORK + " dev eth0 congctl cubic");
        host.shape("add", megabits);
        return host;
    }

    /** A namespace with one link to the bridge. */
    static final class Host {
        private final int number;

        private Host(int number) {
            this.number = number;
        }

        String address() {
            return ShapedBridge.address(number);
        }

        private String space() {
            return "h" + number;
        }

        /** Its end at the bridge. */
        String port() {
            return "v" + number;
        }

        /** Words before a command that shall run on it; the process that is started becomes the command. */
        List<String> prefix() {
            return List.of("ip", "netns", "exec", space());
        }

        /** Changes the rate of its link, in both directions, while it is in use. */
        void shape(double newMegabits) throws IOException {
            shape("change", newMegabits);
        }

        private void shape(String verb, double rate) throws IOException {
            shape("tc -n " + space() + " ", "eth0", verb, rate);
            shape("tc ", port(), verb, rate);
        }

        private static void shape(String tc, String device, String verb, double rate) throws IOException {
            long kilobits = Math.round(rate * 1_000);
            long queue = Math.max(20 * FRAME_BYTES, Math.round(rate * 1e6 / 8 * QUEUE_SECONDS));
            if (verb.equals("add")) {
                Shell.words(tc + "qdisc add dev " + device + " root handle 1: htb default 1");
            }
            Shell.words(tc + "class " + verb + " dev " + device + " parent 1: classid 1:1 htb rate " + kilobits
                    + "kbit burst 20k cburst 20k");
            Shell.words(tc + "qdisc " + verb + " dev " + device + " parent 1:1 handle 2: bfifo limit " + queue);
        }

        /** Bytes that it has sent since it is there. */
        long sentBytes() throws IOException {
            String prefix = port() + ":";
            return Files.readAllLines(Path.of("/proc/net/dev")).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith(prefix))
                    .mapToLong(line -> Long.parseLong(
                            line.substring(prefix.length()).strip().split(" +", 2)[0]))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
