/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.sim;

import java.util.ArrayList;
import java.util.List;

/** The truth about one simulated terminal, of which the planner knows only what is measured. */
final class Host {
    final int number;
    final double upload;
    final double download;
    final double response;
    final double dies;
    final List<Fetch> fetches = new ArrayList<>();
    /** Fetches that others have under way here: no more than a bound at a time, so that the first are through soon and can be passed on. */
    int serving;

    double sent;
    double busy;
    double total;
    private double lastBusy;
    double finished = Double.NaN;
    /** Bytes of the last step that no fetch could use up, for those that begin in the next. */
    double spare;

    // Scratch of one sharing of rates.
    double freeUpload;
    double freeDownload;
    int wantUpload;
    int wantDownload;

    Host(int number, double upload, double download, double response, double dies) {
        this.number = number;
        this.upload = upload;
        this.download = download;
        this.response = response;
        this.dies = dies;
    }

    boolean deadAt(double seconds) {
        return seconds >= dies;
    }

    /** Counts what it has passed on, and the steps in which it had something to pass on. */
    void gave(double bytes, double step, double now) {
        sent += bytes;
        total += bytes;
        if (lastBusy < now) {
            lastBusy = now;
            busy += step;
        }
    }

    /** One piece on its way. */
    static final class Fetch {
        final Host from;
        final int piece;
        double left;
        double rate;

        Fetch(Host from, int piece, double bytes) {
            this.from = from;
            this.piece = piece;
            this.left = bytes;
        }
    }
}
