/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.sim;

import java.util.random.RandomGenerator;

/** Rates of links, as somebody has published them. */
public enum Spread {
    /**
     * Hosts of a data centre, each bound to 300 MB/s in both directions: the setting of the figures that Kraken's README gives.
     */
    DATA_CENTRE(new Share(1, 300e6, 300e6)),

    /**
     * Lines of the public internet: table 1 of Bharambe, Herley and Padmanabhan, "Analyzing and Improving a BitTorrent Network's Performance Mechanisms"
     * (INFOCOM 2006), which goes back to measurements of Gnutella. The shares are what matters; today's lines are faster throughout.
     */
    INTERNET(
            kilobits(0.20, 784, 128),
            kilobits(0.40, 1_500, 384),
            kilobits(0.25, 3_000, 1_000),
            kilobits(0.15, 10_000, 5_000));

    /** Links of one kind: how many of all, and bytes per second in each direction. */
    private record Share(double part, double download, double upload) {}

    @SuppressWarnings("ImmutableEnumChecker") // never written to
    private final Share[] shares;

    Spread(Share... shares) {
        this.shares = shares;
    }

    private static Share kilobits(double part, double download, double upload) {
        return new Share(part, download * 125, upload * 125);
    }

    /** Draws one link. */
    Link draw(RandomGenerator random) {
        double left = random.nextDouble();
        for (Share share : shares) {
            left -= share.part;
            if (left < 0) {
                return new Link(share.upload, share.download);
            }
        }
        Share last = shares[shares.length - 1];
        return new Link(last.upload, last.download);
    }

    /** Bytes per second in each direction. */
    record Link(double upload, double download) {}
}
