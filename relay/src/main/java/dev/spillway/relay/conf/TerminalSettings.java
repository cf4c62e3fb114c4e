/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.conf;

import dev.spillway.relay.request.RequestSigner;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a terminal is set up; docs/relay.md has the options.
 *
 * @param id of its own at the main servers
 * @param address where others reach it
 * @param files where its clients find what is published, ending with a slash
 * @param mains main servers, asked in turn
 * @param signers whose requests it follows
 * @param token by which it is let in
 * @param relays whether it passes pieces on
 * @param folder where files appear
 * @param state folder of what is under way; on the same file system
 * @param quota bytes that all its files together may have
 * @param allowed whom it may fetch from, beside its main servers
 * @param inFlight pieces at a time of one file
 * @param transfers files at a time
 * @param beat time between heartbeats
 * @param metricsToken by which the metrics can be read; without, only on the same machine
 * @param uploadRate bytes per second that its host can send, by which its load is measured
 * @param redirects whether browsers are sent on to terminals that have clearly less to do
 */
public record TerminalSettings(
        String id,
        URI address,
        URI files,
        List<URI> mains,
        List<PublicKey> signers,
        String token,
        List<String> groups,
        boolean relays,
        Path folder,
        Path state,
        long quota,
        HostList allowed,
        int inFlight,
        int transfers,
        Duration beat,
        long uploadRate,
        boolean redirects,
        Optional<String> metricsToken) {

    /** Reads them. */
    public static TerminalSettings read(Conf conf) {
        URI address = Conf.node("address", conf.needed("address", "http://t1.example.org:8080/relay"));
        Path folder = conf.path(conf.needed("folder", "/srv/files"));
        List<URI> mains = list(conf, "mains", "http://main.example.org:8080/relay").stream()
                .map(text -> Conf.node("mains", text))
                .toList();
        HostList allowed = new HostList(conf.list("allowed"));
        for (URI main : mains) {
            allowed = allowed.with(main);
        }
        String base = address.toString().replaceAll("/\\z", "");
        return new TerminalSettings(
                conf.text("id").orElse(address.getAuthority()),
                address,
                Conf.node("files", conf.text("files").orElse(base + "/files/").replaceAll("([^/])/*\\z", "$1/")),
                mains,
                list(conf, "signers", "(the key that the main server prints at its start)").stream()
                        .map(RequestSigner::publicKey)
                        .toList(),
                conf.secret("token")
                        .orElseThrow(() -> new IllegalArgumentException(
                                "token is missing: give that of the main servers in token or token.file")),
                list(conf, "groups", "all"),
                conf.flag("relays", true),
                folder,
                conf.text("state").map(conf::path).orElse(folder.resolveSibling(folder.getFileName() + ".relay")),
                conf.number("quota", Long.MAX_VALUE, 0, Long.MAX_VALUE),
                allowed,
                (int) conf.number("inFlight", 8, 1, 64),
                (int) conf.number("transfers", 4, 1, 64),
                conf.seconds("beat", 2, 0.1, 60),
                conf.number("uploadRate", 125_000_000, 1_000, 1L << 40),
                conf.flag("redirectBrowsers", false),
                conf.secret("metrics.token"));
    }

    private static List<String> list(Conf conf, String name, String example) {
        conf.needed(name, example);
        return conf.list(name);
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "terminal " + id + " at " + address + ", main servers " + mains + ", groups " + groups + ", folder "
                + folder + (relays ? "" : ", a leaf");
    }
}
