/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import dev.spillway.manager.api.DownloadState;
import dev.spillway.manager.api.DownloadView;
import java.time.Instant;

/** What there is to see of a download, as it travels. */
final class ViewCodec {
    private ViewCodec() {}

    static void write(DownloadView view, BodyWriter out) {
        out.number(view.id());
        TermsCodec.write(view.terms(), out);
        out.text(view.file()).text(view.state().name());
        out.number(view.length()).number(view.bytesSent()).number(view.offset());
        out.number(view.bytesPerSecond()).optional(view.remaining(), out::duration);
        out.number(view.priority()).number(view.limit());
        out.number(view.startedAt().toEpochMilli());
    }

    static DownloadView read(BodyReader in) throws WireException {
        return new DownloadView(
                in.number(),
                TermsCodec.read(in),
                in.text(),
                state(in.text()),
                in.count(),
                in.count(),
                in.count(),
                in.count(),
                in.optional(in::duration),
                in.integer(),
                in.count(),
                Instant.ofEpochMilli(in.number()));
    }

    private static DownloadState state(String name) throws WireException {
        try {
            return DownloadState.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new WireException("an unknown state of a download");
        }
    }
}
