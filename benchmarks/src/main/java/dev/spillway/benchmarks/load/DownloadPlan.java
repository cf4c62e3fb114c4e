/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.load;

/**
 * A group of clients that download one kind of file again and again.
 *
 * @param name what the result is called
 * @param path the path on the server; {@code %d} in it is replaced by the number of the client, from 0 on
 * @param fileBytes length that every file must have
 * @param clients number of clients
 * @param bytesPerSecond rate at which each client reads, 0 for as fast as it can
 * @param receiveBufferBytes {@code SO_RCVBUF} of each client, 0 for the system's choice
 * @param newConnectionEach whether every request has a connection of its own
 * @param check which bytes are looked at
 */
public record DownloadPlan(
        String name,
        String path,
        long fileBytes,
        int clients,
        long bytesPerSecond,
        int receiveBufferBytes,
        boolean newConnectionEach,
        Check check) {

    /** How much of the received bytes is compared with what they should be. */
    public enum Check {
        /** Every byte. */
        ALL,
        /**
         * The first read of every file and one read in 64 of the rest. The others are thrown away by the kernel without
         * a copy, so that the client leaves the processor to the server.
         */
        SAMPLE
    }

    /** As fast as possible, on a kept connection, bytes sampled. */
    public static DownloadPlan unlimited(String path, long fileBytes, int clients) {
        return new DownloadPlan("downloads", path, fileBytes, clients, 0, 0, false, Check.SAMPLE);
    }

    /** Each client at its rate, every byte checked. */
    public static DownloadPlan paced(String path, long fileBytes, int clients, long bytesPerSecond) {
        return new DownloadPlan("downloads", path, fileBytes, clients, bytesPerSecond, 0, false, Check.ALL);
    }

    public DownloadPlan withName(String value) {
        return new DownloadPlan(
                value, path, fileBytes, clients, bytesPerSecond, receiveBufferBytes, newConnectionEach, check);
    }

    public DownloadPlan withReceiveBufferBytes(int value) {
        return new DownloadPlan(name, path, fileBytes, clients, bytesPerSecond, value, newConnectionEach, check);
    }

    public DownloadPlan withNewConnectionEach() {
        return new DownloadPlan(name, path, fileBytes, clients, bytesPerSecond, receiveBufferBytes, true, check);
    }

    boolean isPaced() {
        return bytesPerSecond > 0;
    }

    String pathOf(int client) {
        return path.replace("%d", Integer.toString(client));
    }
}
