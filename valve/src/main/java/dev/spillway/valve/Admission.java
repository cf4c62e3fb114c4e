/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.TransferEnd;
import dev.spillway.valve.policy.DownloadRequest;
import dev.spillway.valve.policy.DownloadRule;
import dev.spillway.valve.policy.DownloadRules;
import dev.spillway.valve.policy.PolicySet;
import dev.spillway.valve.policy.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/**
 * All that has a say in whether an answer is taken over (SYSTEMS.md A2).
 *
 * @param rules choose the downloads
 * @param policies decide about each of them
 * @param guard decides about each request, before the application runs
 * @param namedRules give downloads limits and priorities
 * @param isOverflowRefused whether a download for which there is no place is refused; else it is left to Tomcat
 */
record Admission(
        OffloadRules rules, PolicySet policies, PolicySet guard, DownloadRules namedRules, boolean isOverflowRefused)
        implements AutoCloseable {
    /** The verdict of the guard, on the way in. */
    Verdict guard(Request request) {
        return guard.isEmpty()
                ? Verdict.admit()
                : guard.decideOnTheWayIn(request.getRequest(), request.getDecodedRequestURI());
    }

    /** Whether a file of this length is a download by the rules. */
    boolean isDownload(FileOffer offer, long length, Response response) {
        return rules.acceptsFile(fileName(offer), response.getContentType(), length);
    }

    /** The verdict of the policies about a download. */
    Verdict decide(FileOffer offer, long length, Request request, Response response) {
        return policies.isEmpty() ? Verdict.admit() : policies.decide(describe(offer, length, request, response));
    }

    /** The named rule that a download falls under. */
    Optional<DownloadRule> namedRule(FileOffer offer, long length, Request request, Response response) {
        return namedRules.isEmpty() ? Optional.empty() : namedRules.find(describe(offer, length, request, response));
    }

    private static DownloadRequest describe(FileOffer offer, long length, Request request, Response response) {
        return new DownloadRequest(
                request.getRequest(),
                request.getDecodedRequestURI(),
                fileName(offer),
                response.getContentType(),
                length,
                Instant.now());
    }

    /**
     * Tells those who measure clients how fast one was. Never waits.
     *
     * @param clientAddress as it was at the hand-over
     */
    void ended(String clientAddress, TransferEnd end) {
        policies.ended(clientAddress, end.bytesSent(), end.duration());
        guard.ended(clientAddress, end.bytesSent(), end.duration());
    }

    @Override
    public void close() {
        policies.close();
        guard.close();
    }

    private static String fileName(FileOffer offer) {
        return String.valueOf(offer.path().getFileName());
    }
}
