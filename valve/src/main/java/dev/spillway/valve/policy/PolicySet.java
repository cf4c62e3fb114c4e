/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * The policies of one attribute of the valve, all of which must admit. There are two places to ask them:
 *
 * <ul>
 *   <li>{@code policies}, on the way back, about downloads that the rules have chosen: {@link #decide};
 *   <li>{@code guard}, on the way in, about every request: {@link #decideOnTheWayIn}. Only this protects content, as a client
 *       can always ask for a range that is too small to be taken over.
 * </ul>
 */
public final class PolicySet implements AutoCloseable {
    private static final Log log = LogFactory.getLog(PolicySet.class);
    private static final StringManager sm = StringManager.getManager(PolicySet.class);

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
    private static final Verdict FORBIDDEN = Verdict.refuse(403, "");
    private static final Verdict FAILED = Verdict.refuse(500, "policy failed");

    private final List<Term> terms;
    private final List<AdmissionPolicy> made;
    private final List<SpeedPolicy> speeds;
    private final Verdict onRefusal;

    private PolicySet(List<Term> terms, List<AdmissionPolicy> made, Verdict onRefusal) {
        this.terms = terms;
        this.made = made;
        this.speeds = made.stream()
                .filter(SpeedPolicy.class::isInstance)
                .map(SpeedPolicy.class::cast)
                .toList();
        this.onRefusal = onRefusal;
    }

    /**
     * Reads the attributes {@code policies} and {@code onRefusal}.
     *
     * @throws IllegalArgumentException if they can't be used; the message says what, why, and how to write it
     */
    public static PolicySet parse(String policies, String onRefusal) {
        Verdict refusal = Refusal.parse("onRefusal", words(onRefusal));
        return build(new PolicyBuilder("policies", false), "policies", policies, refusal);
    }

    /**
     * Reads the attributes {@code guard} and {@code onRefusal}; where the latter is {@code tomcat}, a refusal is 403.
     *
     * @throws IllegalArgumentException if they can't be used; the message says what, why, and how to write it
     */
    public static PolicySet parseGuard(String guard, String onRefusal) {
        Verdict refusal = Refusal.parse("onRefusal", words(onRefusal));
        return build(
                new PolicyBuilder("guard", true),
                "guard",
                guard,
                refusal.kind() == Verdict.Kind.REFUSE ? refusal : FORBIDDEN);
    }

    private static PolicySet build(PolicyBuilder builder, String where, String text, Verdict refusal) {
        boolean isBuilt = false;
        try {
            PolicySet set = new PolicySet(builder.build(PolicyText.parse(where, text)), builder.made(), refusal);
            isBuilt = true;
            return set;
        } finally {
            if (!isBuilt) {
                close(builder.made());
            }
        }
    }

    /** Whether there are no policies, so that everything is admitted. */
    public boolean isEmpty() {
        return terms.isEmpty();
    }

    /** Decides about a download; never {@link Verdict.Kind#DENY}, as it is known here what that means. */
    public Verdict decide(DownloadRequest request) {
        Verdict verdict;
        try {
            verdict = Term.all(terms, request);
        } catch (RuntimeException e) {
            log.error(sm.getString("policySet.failed", request.servletRequest().getRequestURI()), e);
            return FAILED;
        }
        if (verdict.kind() == Verdict.Kind.DENY) {
            verdict = onRefusal.because(verdict.reason());
        }
        if (!verdict.isAdmitted() && log.isDebugEnabled()) {
            log.debug(verdict + " for " + request.servletRequest().getRequestURI() + " of " + request.clientAddress());
        }
        return verdict;
    }

    /**
     * Decides about a request that is on its way in, of which nothing is known but what the client sent. Only a refusal
     * means anything then.
     *
     * @param path of the request, decoded and normalised, with the path of the context
     */
    public Verdict decideOnTheWayIn(HttpServletRequest request, String path) {
        return terms.isEmpty() ? Verdict.admit() : decide(DownloadRequest.onTheWayIn(request, path, Instant.now()));
    }

    /**
     * Learns how fast a client was, from a download that has ended, well or not. Never waits.
     *
     * @param clientAddress as text; ignored if it is none
     * @param bytes that were sent
     * @param duration from the first byte to the last
     */
    public void ended(String clientAddress, long bytes, Duration duration) {
        if (!speeds.isEmpty()) {
            IpAddress client = IpAddress.parse(clientAddress);
            for (int i = 0; client != null && i < speeds.size(); i++) {
                speeds.get(i).ended(client, bytes, duration);
            }
        }
    }

    /** Closes those policies that have something to close. */
    @Override
    public void close() {
        close(made);
    }

    private static void close(List<AdmissionPolicy> policies) {
        for (AdmissionPolicy policy : policies) {
            if (policy instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    log.warn(sm.getString("policySet.closeFailed", policy), e);
                }
            }
        }
    }

    private static List<String> words(String text) {
        return WHITE_SPACE.splitAsStream(text.strip()).toList();
    }
}
