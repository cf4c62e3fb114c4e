/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.Download;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferEnd;
import dev.spillway.manager.api.TransferListener;
import dev.spillway.manager.http.ResponseHead;
import dev.spillway.process.client.LoggedListener;
import dev.spillway.process.log.LineTemplate;
import dev.spillway.valve.connector.ConnectionTakeover;
import dev.spillway.valve.log.LoggedDownload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * All that a download needs to begin, once it is known what becomes of its connection.
 *
 * @param isMeasured whether its speed is that of the client, as neither queue nor limits of all are in the way
 */
record Handover(
        Place place,
        Terms terms,
        FileOffer offer,
        SourceFile file,
        ResponseHead head,
        KeepAlive keepAlive,
        List<Segment> body,
        LoggedDownload logged,
        TransferListener watcher,
        Admission admission,
        boolean isMeasured)
        implements ConnectionTakeover.Receiver {
    private static final Log LOG = LogFactory.getLog(Handover.class);
    private static final StringManager sm = StringManager.getManager(Handover.class);

    @Override
    public Download begin(boolean staysOpen) {
        keepAlive.addTo(head, staysOpen);
        List<Segment> segments = new ArrayList<>(body.size() + 1);
        segments.add(new Bytes(head.toBytes()));
        segments.addAll(body);
        if (offer.isDeletedAfterwards()) {
            delete(offer.path()); // its bytes stay as long as it is open, and nothing is left behind whatever happens
        }
        LoggedListener log = logged.begun(segments.get(0).length());
        return place.begin(new Transfer(file, segments, terms), new End(log, watcher, terms, admission, isMeasured));
    }

    /** Who is told of the end, and nothing more, as it is held as long as the download runs. */
    private record End(
            LoggedListener log, TransferListener watcher, Terms terms, Admission admission, boolean isMeasured)
            implements LoggedListener {
        @Override
        public Optional<LineTemplate> line() {
            return log.line();
        }

        @Override
        public void ended(TransferEnd end) {
            log.ended(end);
            watcher.ended(end);
            if (isMeasured && terms.bytesPerSecond() == 0) { // else it would be the limit that is measured
                admission.ended(terms.client(), end);
            }
        }
    }

    /** Deletes a file that was to be sent once. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn(sm.getString("handover.deleteFailed", file), e);
        }
    }
}
