/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.NotRegularFileException;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Transfer;
import dev.spillway.manager.api.TransferListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * Decides about one answer after the pipeline has run, and hands it over. Until the connection is taken over nothing is
 * touched, so at every step before that Tomcat can still answer by itself.
 */
final class Offloader {
    private static final Log log = LogFactory.getLog(Offloader.class);
    private static final StringManager sm = StringManager.getManager(Offloader.class);

    private final OffloadRules rules;
    private final DownloadManager manager;

    Offloader(OffloadRules rules, DownloadManager manager) {
        this.rules = rules;
        this.manager = manager;
    }

    /** Takes the answer over if it is a download by the rules; else leaves it as it is. */
    void offload(Request request, Response response) throws IOException {
        SendfileRequest wanted = SendfileRequest.of(request);
        if (wanted == null || !isPlainAnswer(request, response) || !isDownload(wanted, request, response)) {
            return;
        }
        SourceFile file = open(wanted, request, response);
        if (file == null) {
            return;
        }
        boolean isHandedOver = false;
        try {
            isHandedOver = handOver(wanted, file, request, response);
        } finally {
            if (!isHandedOver) {
                file.close();
            }
        }
    }

    /** A GET without anything about its connection that the head alone can't settle. */
    private static boolean isPlainAnswer(Request request, Response response) {
        int status = response.getStatus();
        return "GET".equals(request.getMethod())
                && (status == HttpServletResponse.SC_OK || status == HttpServletResponse.SC_PARTIAL_CONTENT)
                && !response.isCommitted()
                && !request.isAsync()
                && response.getContentWritten() == 0
                && response.getTrailerFields() == null
                && request.getContentLengthLong() <= 0
                && request.getHeader("Transfer-Encoding") == null
                && request.getHeader("Expect") == null
                && ConnectionTakeover.isPossible(request);
    }

    private boolean isDownload(SendfileRequest wanted, Request request, Response response) {
        String fileName = String.valueOf(wanted.path().getFileName());
        return wanted.length() != 0 // an empty region is no work for anybody
                && rules.accepts(request.getDecodedRequestURI(), fileName, response.getContentType(), wanted.length());
    }

    /** Opens the file; null if it can't be, and the client is told so (SYSTEMS.md A3). */
    private SourceFile open(SendfileRequest wanted, Request request, Response response) throws IOException {
        try {
            return manager.open(wanted.path());
        } catch (NoSuchFileException | NotRegularFileException e) {
            log.warn(sm.getString("offloader.noFile", wanted.path(), request.getDecodedRequestURI()));
            refuse(HttpServletResponse.SC_NOT_FOUND, request, response);
        } catch (IOException e) {
            log.error(sm.getString("offloader.openFailed", wanted.path(), request.getDecodedRequestURI()), e);
            refuse(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, request, response);
        }
        return null;
    }

    private boolean handOver(SendfileRequest wanted, SourceFile file, Request request, Response response)
            throws IOException {
        AnswerPlan plan = AnswerPlan.of(wanted, file, response);
        if (plan == null) {
            log.error(sm.getString(
                    "offloader.badRegion",
                    wanted.start(),
                    wanted.end(),
                    file.path(),
                    file.size(),
                    request.getDecodedRequestURI()));
            refuse(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, request, response);
            return false;
        }
        Transfer transfer;
        try {
            transfer = new Transfer(file, plan.segments(request, response));
        } catch (IllegalArgumentException e) {
            // Tomcat has its own ways with a field that can't be written: they differ from line to line, and hold here.
            log.debug("Left to Tomcat: " + e.getMessage());
            return false;
        }
        Optional<Place> place = manager.admit();
        if (place.isEmpty()) {
            return false;
        }
        response.setStatus(plan.status());
        SendfileRequest.clear(request);
        ConnectionTakeover.begin(request, response, new Handover(place.get(), transfer));
        return true;
    }

    private static void refuse(int status, Request request, Response response) throws IOException {
        SendfileRequest.clear(request);
        response.reset();
        response.sendError(status);
    }

    /** One download on its way from the connector to the manager; ends either there or, if it never leaves, here. */
    private record Handover(Place place, Transfer transfer) implements ConnectionTakeover.Receiver {
        @Override
        public void onSocket(SocketChannel socket) {
            place.start(socket, transfer, TransferListener.NONE);
        }

        @Override
        public void onAbandoned() {
            place.giveUp();
            transfer.file().close();
        }
    }
}
