/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.conf;

/**
 * How a node that runs by itself is reached.
 *
 * @param bind address that it listens at
 * @param port 0 for a free one, which is then told in the log
 */
public record HostSettings(String bind, int port) {
    /** Reads them. */
    public static HostSettings read(Conf conf) {
        return new HostSettings(conf.text("bind").orElse("0.0.0.0"), (int) conf.number("port", 8080, 0, 65_535));
    }
}
