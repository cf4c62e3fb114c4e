/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Servers behind links of set rates: a namespace for the client, one for each server, and a pair of virtual interfaces between them whose far end is shaped
 * by {@code tc tbf}. The frames are large, so that headers take less than a hundredth of the rate. All of it goes away with {@link #close}.
 */
public final class ShapedNetwork implements AutoCloseable {
    private static final int FRAME_BYTES = 9_000;

    private final String name;
    private final List<String> namespaces = new ArrayList<>();

    private ShapedNetwork(String name) {
        this.name = name;
    }

    /** Whether this machine lets namespaces be made. */
    public static boolean isPermitted() {
        String probe = "spillprobe" + ProcessHandle.current().pid();
        try {
            Shell.words("ip netns add " + probe);
            Shell.words("ip netns del " + probe);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes a client namespace and one for each rate. */
    public static ShapedNetwork create(double... megabits) throws IOException {
        ShapedNetwork network =
                new ShapedNetwork("spill" + ProcessHandle.current().pid());
        boolean ready = false;
        try {
            network.add(network.client());
            for (int i = 0; i < megabits.length; i++) {
                network.addServer(i, megabits[i]);
            }
            ready = true;
            return network;
        } finally {
            if (!ready) {
                network.close();
            }
        }
    }

    private void add(String namespace) throws IOException {
        Shell.words("ip netns add " + namespace);
        namespaces.add(namespace);
        Shell.words("ip -n " + namespace + " link set lo up");
    }

    private void addServer(int i, double megabits) throws IOException {
        add(server(i));
        String near = "c" + i;
        Shell.words("ip -n " + client() + " link add " + near + " mtu " + FRAME_BYTES + " type veth peer name s0 netns "
                + server(i) + " mtu " + FRAME_BYTES);
        Shell.words("ip -n " + client() + " addr add 10.77." + i + ".1/24 dev " + near);
        Shell.words("ip -n " + client() + " link set " + near + " up");
        Shell.words("ip -n " + server(i) + " addr add " + address(i) + "/24 dev s0");
        Shell.words("ip -n " + server(i) + " link set s0 up");
        // The pacing of bbr and the shaper get in each other's way.
        Shell.words("ip -n " + server(i) + " route replace 10.77." + i + ".0/24 dev s0 congctl cubic");
        Shell.words("ip netns exec " + server(i) + " tc qdisc add dev s0 root handle 1: " + shape(megabits));
    }

    private static String shape(double megabits) {
        long kilobits = Math.round(megabits * 1000);
        return "tbf rate " + kilobits + "kbit burst 40kb latency 60ms";
    }

    /** Changes the rate of a link while it is in use. */
    public void shape(int i, double megabits) throws IOException {
        Shell.words("ip netns exec " + server(i) + " tc qdisc change dev s0 root handle 1: " + shape(megabits));
    }

    public String client() {
        return name + "c";
    }

    private String server(int i) {
        return name + "s" + i;
    }

    public String address(int i) {
        return "10.77." + i + ".2";
    }

    /** Words before a command that shall run on the client. */
    public List<String> onClient() {
        return List.of("ip", "netns", "exec", client());
    }

    /** Words before a command that shall run on a server. */
    public List<String> onServer(int i) {
        return List.of("ip", "netns", "exec", server(i));
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (String namespace : namespaces) {
            try {
                Shell.words("ip netns del " + namespace);
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
