/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.AdmitAnswer;
import dev.spillway.manager.api.DownloadManager;
import dev.spillway.manager.api.NotRegularFileException;
import dev.spillway.manager.api.Place;
import dev.spillway.manager.api.Refusal;
import dev.spillway.manager.api.Refusal.Reason;
import dev.spillway.manager.api.SourceFile;
import dev.spillway.manager.api.Terms;
import dev.spillway.manager.api.TransferListener;
import dev.spillway.manager.http.ResponseHead;
import dev.spillway.valve.connector.ConnectionTakeover;
import dev.spillway.valve.log.DownloadLog;
import dev.spillway.valve.log.LoggedDownload;
import dev.spillway.valve.policy.Verdict;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * Decides about one answer after the pipeline has run, and hands it over. Until the connection is taken over nothing is
 * lost, so at every step before that Tomcat can still answer.
 */
final class Offloader {
    private static final Log log = LogFactory.getLog(Offloader.class);
    private static final StringManager sm = StringManager.getManager(Offloader.class);

    private final OfferSource offers;
    private final Admission admission;
    private final RangeHider rangeHider;
    private final DownloadManager manager;
    private final DownloadLog downloadLog;
    private final TransferListener watcher;
    private final ErrorPage errorPage;

    Offloader(
            OfferSource offers,
            Admission admission,
            DownloadManager manager,
            DownloadLog downloadLog,
            TransferListener watcher,
            ErrorPage errorPage) {
        this.offers = offers;
        this.admission = admission;
        this.manager = manager;
        this.downloadLog = downloadLog;
        this.watcher = watcher;
        this.errorPage = errorPage;
        rangeHider = new RangeHider(admission.rules());
    }

    /** To be called on the way in; false if the request was refused, and answered. */
    boolean isGuardPassed(Request request, Response response) throws IOException {
        Verdict verdict = admission.guard(request);
        if (verdict.isRefused()) {
            refuse(verdict, request, response);
        }
        return !verdict.isRefused();
    }

    /** To be called on the way in; returns what {@link #offload} wants on the way back. */
    List<String> prepare(Request request) {
        OfferFinder.announce(request);
        return rangeHider.hide(request);
    }

    /**
     * Sends what the pipeline offers, if it offers a file and nothing is sent yet.
     *
     * @param hiddenRange lines of the {@code Range} field that the pipeline did not get to see, or nothing
     */
    void offload(Request request, Response response, List<String> hiddenRange, long startNanos) throws IOException {
        try {
            FileOffer offer = offers.find(request, response);
            if (offer != null && !response.isCommitted() && hasBodyStatus(response)) {
                answer(offer, hiddenRange, request, response, startNanos);
            }
        } catch (RefusedByPolicyException e) {
            SendfileAttributes.clear(request);
            response.reset();
            refuse(e.verdict(), request, response);
        } catch (RefusedOfferException e) {
            log.error(sm.getString("offloader.refused", request.getDecodedRequestURI(), e.getMessage()));
            refuse(e.status(), request, response);
        }
    }

    private void answer(FileOffer offer, List<String> hiddenRange, Request request, Response response, long startNanos)
            throws IOException, RefusedOfferException, RefusedByPolicyException {
        boolean isOurs = isEligible(offer, request, response);
        if (isOurs && offer.isDecided() && hiddenRange.isEmpty()) {
            isOurs = admission.isDownload(offer, offer.end() - offer.start(), response); // spares opening what is not
        }
        if (!isOurs && offer.isDecided() && hiddenRange.isEmpty()) {
            return; // Tomcat knows what to do
        }
        SourceFile file = null;
        boolean isHandedOver = false;
        try {
            file = open(offer);
            AnswerPlan plan = AnswerPlanner.plan(offer, file, hiddenRange, request, response);
            isHandedOver = isOurs && plan.hasBody() && handOver(offer, plan, file, request, response, startNanos);
            if (!isHandedOver) {
                leaveToTomcat(offer, plan, file, request, response);
            }
        } finally {
            if (!isHandedOver) {
                dispose(offer, file);
            }
        }
    }

    private static void dispose(FileOffer offer, SourceFile file) {
        if (file != null) {
            file.close();
        }
        if (offer.isDeletedAfterwards()) {
            Handover.delete(offer.path());
        }
    }

    private static boolean hasBodyStatus(Response response) {
        int status = response.getStatus();
        return status == HttpServletResponse.SC_OK || status == HttpServletResponse.SC_PARTIAL_CONTENT;
    }

    /** Whether this is a download by the rules, in an exchange of which the head alone settles everything. */
    private boolean isEligible(FileOffer offer, Request request, Response response) {
        return "GET".equals(request.getMethod())
                && !request.isAsync()
                && response.getTrailerFields() == null
                && request.getContentLengthLong() <= 0
                && request.getHeader("Transfer-Encoding") == null
                && request.getHeader("Expect") == null
                && (response.getContentWritten() == 0 || !offer.isDecided())
                && admission.rules().acceptsPath(request.getDecodedRequestURI())
                && ConnectionTakeover.isPossible(request);
    }

    /** Opens the file, or has the client told why that can't be (SYSTEMS.md A3). */
    private SourceFile open(FileOffer offer) throws RefusedOfferException {
        try {
            return manager.open(offer.path());
        } catch (NoSuchFileException | NotRegularFileException e) {
            throw new RefusedOfferException(
                    HttpServletResponse.SC_NOT_FOUND, sm.getString("offloader.noFile", offer.path()));
        } catch (IOException e) {
            throw new RefusedOfferException(
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                    sm.getString("offloader.openFailed", offer.path(), e));
        }
    }

    private boolean handOver(
            FileOffer offer, AnswerPlan plan, SourceFile file, Request request, Response response, long startNanos)
            throws RefusedByPolicyException {
        if (!admission.isDownload(offer, plan.length(), response)) {
            return false;
        }
        Verdict verdict = admission.decide(offer, plan.length(), request, response);
        if (verdict.isRefused()) {
            throw new RefusedByPolicyException(verdict);
        }
        if (!verdict.isAdmitted()) {
            return false;
        }
        ResponseHead head;
        try {
            head = HeadBuilder.build(plan, request, response);
        } catch (IllegalArgumentException e) {
            // Tomcat has its own ways with a field that can't be written: they differ from line to line, and hold here.
            log.debug("Left to Tomcat: " + e.getMessage());
            return false;
        }
        Terms terms = DownloadTerms.of(
                offer, plan, file, request, admission.namedRule(offer, plan.length(), request, response));
        AdmitAnswer answer = manager.admit(file, terms);
        if (answer instanceof Refusal refusal && refusal.reason() == Reason.FULL && admission.isOverflowRefused()) {
            throw new RefusedByPolicyException(Verdict.refuse(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "no place")
                    .withRetryAfter(refusal.retryAfter()));
        }
        if (!(answer instanceof Place place)) {
            return false;
        }
        try {
            KeepAlive keepAlive = KeepAlive.of(request, response);
            response.setStatus(plan.status()); // for the logs
            LoggedDownload logged = downloadLog.note(request, response, file, plan.body(), startNanos);
            boolean isMeasured = !place.isQueued() && !manager.limits().hasRates();
            Handover handover = new Handover(
                    place, terms, offer, file, head, keepAlive, plan.body(), logged, watcher, admission, isMeasured);
            SendfileAttributes.clear(request);
            response.resetBuffer(true); // Tomcat would add what the application has written in the place of the file
            ConnectionTakeover.begin(request, response, keepAlive.isWanted(), keepAlive.isLastRequest(), handover);
            return true;
        } catch (RuntimeException | Error e) {
            place.giveUp(); // as long as nothing has begun there
            throw e;
        }
    }

    private void leaveToTomcat(FileOffer offer, AnswerPlan plan, SourceFile file, Request request, Response response)
            throws IOException {
        TomcatAnswer answer = new TomcatAnswer(request, response, errorPage);
        if (!plan.hasBody()) {
            answer.sendWithoutBody(plan);
        } else if ("HEAD".equals(request.getMethod())) {
            answer.sendHead(plan);
        } else if (offer.isDeletedAfterwards()) {
            answer.sendThroughMemory(plan, file);
        } else {
            answer.send(plan, file);
        }
    }

    private void refuse(Verdict verdict, Request request, Response response) throws IOException {
        verdict.addTo(response);
        errorPage.send(verdict.status(), request, response);
    }

    private void refuse(int status, Request request, Response response) throws IOException {
        SendfileAttributes.clear(request);
        response.reset();
        errorPage.send(status, request, response);
    }
}
